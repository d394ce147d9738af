// Package board holds what pages over a whole archive show, in memory: light rows of all events, figures of distinct happenings and
// counts of a longer time, who held every place, who fights whom, the outlets, and how many reports there are of each day.
//
// A Board is made of one moment of an archive and never changed. A Keeper makes one when it starts, makes another when the archive's log
// has moved on, and keeps the last until the next is there.
//
//	k := board.New(archive, board.Options{Registry: registry, Gazetteer: gazetteer, Codebook: book})
//	go k.Run(ctx)
//	if b := k.Board(); b != nil { // nil before the first is made
//		events := b.Select(board.Scope{Country: "IQ", From: first, To: last})
//	}
//
// Nothing in it is the record: a Board can be thrown away and made again. Sentences are not in it; they are fetched from the archive for
// the rows that are shown.
package board
