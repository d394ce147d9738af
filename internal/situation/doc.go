// Package situation answers what claims of many reports, taken together, say: who held a place and when, who fights whom, and
// how many; and writes it down as a brief.
//
// Control reads every claim as a sign (a party took the place, holds it, left it, entered a part of it, besieges it, or is said not to
// have taken it) and walks the signs of each place in the order of the days that they are about. What comes out are spells: a holder, the first and
// the last day, a status, and the claims that the spell rests on.
//
//	spells := situation.New(registry, geo.Default()).Control(tellings)
//
// Actors reads every claim as ties between two parties (against, with, truce), each with how certain it is told, and sums them up by pair and month. docs/actors.md says
// how.
//
// Sums adds up figures over distinct happenings, and SeriesOf tells counts of a longer time by origin. docs/figures.md says which is which.
//
// A Briefer makes a Brief of claims, events and what the others say: statements, tables and charts, each with the sentences that it rests on. A
// statement is the clause of a sentence told again in the past, or the sentence in quotation marks. docs/brief.md says which, internal/export writes it.
//
// Nothing is filled in: a place of which nobody tells anything has no spell, and before the first claim nobody is its holder. The answer depends on
// the set of claims alone, in no way on their order. docs/control.md says how each rule decides, and where it fails.
package situation
