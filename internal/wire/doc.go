// Package wire is what sitrep says to programs: the objects that its commands print as JSON and that its API serves, and the columns of its CSV.
//
// There is one shape for each thing, whoever asks for it: a Claim here is what sitrep claims --format json prints and what the API gives. An object is
// made of what the packages store and situation found, by the function that is named after it with Of. Unknown values are null or empty, lists are
// never null, and times are RFC 3339 in UTC. A field is added to these, never renamed or given another meaning; docs/archive.md, docs/fusion.md,
// docs/control.md, docs/actors.md and docs/figures.md describe them.
package wire
