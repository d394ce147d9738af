// Package fuse answers one question over many reports: which of their claims tell one happening. It is pure and needs nothing but what was read of
// the reports.
//
// # Accounts
//
// [Weights.Accounts] splits the claims of a report into accounts: the main one, of what the report is about, and others of other days and places. An
// account has its claims, the words that tell it (weighed by a fixed table of rarity), the names of people in it, and its likeliest places, days and numbers of
// dead and hurt.
//
// # Pairs
//
// Two accounts of different reports are compared if they are neighbours in at least two of the buckets that their rarest words, names and place put them in.
// [Compare] gives what is known of a pair, and weights learned from reports that people filed by happening (weights.tsv) say how likely it tells one.
//
// # Groups
//
// A [Set] joins accounts by average linkage. Its answer is defined by the accounts that it holds: neither the order in which they came nor what was there and
// is gone plays a part. A [Keeper] keeps the same groups over an [Index] while reports come and go: it compares what a change makes neighbours, and joins anew the
// groups that it can reach. A [Pin] is a person's decision that binds both. Of the reports of one origin one speaks
// for the place, day and figures of an event: copies of one story do not make a number likelier.
//
// # Events
//
// A group tells of more than one thing where its reports do. [Teller.Happenings] splits its claims into events of one kind (families.tsv) and says of each where, when and
// who, how many by [Range], how far it is supported (grades.tsv), and whose word that is (standings.tsv).
package fuse
