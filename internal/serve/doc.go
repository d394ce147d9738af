// Package serve is the server: it puts pages and API behind one address and sees to what concerns every request: its id, the log,
// metrics, compression, headers that keep other hosts out, how long it may take and how large it may be, and a graceful end.
package serve
