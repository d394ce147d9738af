// Package origin answers one question: whose word is it. "Ten sources" should mean ten sources, so it tells which reports are copies
// or rewrites of one another, which agency a report is taken from, and which party a claim goes back to. It is pure: it reads texts and gives
// answers, and a store keeps what it needs between reports.
//
// # Copies
//
// Sign makes a Signature of a report, Compare tells of two signatures whether one text is made from the other, Passages shows where. Verbatim
// copies, cut ones, those with another headline or with notices added, and those that were reordered or reworded are copies. Two reports of one
// happening, or one that quotes a sentence of another, are not.
//
// # The index
//
// A Keeper finds copies among all reports of an archive. What it must remember it asks of an Index, which a store implements; Memory is one
// for tests. Reports with the same words are one text (TextID), so that thousands of verbatim copies cost no more than one. A text stands in
// 2 to 16 buckets (Signature.Keys). Two texts are candidates if they share a bucket of at most Options.Common texts, or stand within
// Options.Window of each other in a larger one, in the order of Entry: near copies stand side by side there, and strangers
// that share a common phrase are not all compared with one another. Candidates that Compare calls copies are linked, and a group is what
// links join. All of this is defined by the set of reports; neither the order in which they came nor what was there and is gone plays a part.
//
// For a report whose text is known, Add reads one member and one group and writes one member. For a new text it reads 2 to 16 buckets (at
// most Options.Common + 1 entries each), in those that are larger 2 × Options.Window neighbours, and the signatures of the candidates; and writes
// one text, its entries, its links, and a group. Where a bucket grows beyond Options.Common, the links of its texts are read and those that nothing else
// supports are taken back. Remove does the same in reverse. Change says which groups were merged, split or renamed, so that an old id can be
// answered with where it went.
//
// A store needs, for speed: bucket entries by (bucket, rank, text), links by text, texts by group, members by text and day.
//
// # Credits and claims
//
// Outlets.Credit tells whom one report is taken from. Settle takes the credits of a group's members and gives the Home of what they say in their own words;
// Outlets.Claims gives each claim of a report its origin, by a key that is the same for the same origin in all reports. Keys of a group's own word and of
// unnamed sources follow the group, so they are derived again for the groups that a Change names. Retold tells which claims of two copies are one statement.
package origin
