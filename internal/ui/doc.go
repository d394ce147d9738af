// Package ui is the pages of sitrep: what people see of an archive in a browser.
//
// Pages are made on the server with html/template and work without scripts; scripts draw the map, move by single keys and show what a
// citation stands on. Every view has an address that gives it again: what is asked stands in the query (see Scope). Every number and
// statement leads to the sentence that it rests on.
//
// A page is three files of one name: reader.go (its handlers and what they gather), templates/reader.html (its template "main") and
// assets/css/reader.css. New pages add themselves to the list in Register. Handlers return errors; fault.go turns them into pages.
// What all pages share: page.go (how a page is written), scope.go (what a view is asked about), marks.go (grades, ranges, citations),
// words.go (how days and numbers are written), static.go (style, scripts and pictures).
//
// The scripts are written in TypeScript in web/ and built by npm; a program built without them serves the same pages and says so.
package ui
