// Package api answers over HTTP what the commands answer on a terminal: reports, claims, events, figures, control, actors, places and
// briefs of an archive, as the JSON that the commands print, and as CSV, GeoJSON and files where these are asked for.
//
//	a, err := api.New(api.Options{Archive: archive, Asker: asker, Reader: reader, Book: book})
//	mux.Handle("/api/", a)
//
// Every operation is registered once (see add), with its parameters as a Go struct and its answer as the Go type that is written; the
// OpenAPI document is made from these, so that it cannot say anything else than what the program does. Descriptions of fields are taken
// from the comments of the types (see describe.go).
//
// Around each operation stands the same: the caller's rights, a rate, a deadline, an entity tag made of where the archive's log stands, and
// problems in the terms of RFC 9457 that name the parameter and the mend. Compression, request ids and sign-in are the business of whoever
// serves the API.
package api
