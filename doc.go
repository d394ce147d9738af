// Package sitrep is the vocabulary of a program that reads news reports from wars and says what they claim: who did what
// to whom, where, when, with what; how many were killed, hurt or displaced; what is alleged and what is confirmed; and on
// which words of the report each answer rests. This package holds the types and nothing that reads; it imports the
// standard library only.
//
// # From a report to claims
//
// A [Report] is one document as received. Its original bytes are hashed and kept; Report.Text is the cleaned text, the
// report's own words in order. Everything else points into that text by [Span]: 0-based byte offsets, half-open, so that
// text[start:end] is the evidence itself. A [Quote] is a span with its words. What a person is shown is always cut from
// the text by its offsets.
//
// The text falls into blocks ([Block]): title, dateline, body, caption, boilerplate. A [Mention] is a span that names an
// actor, person, place, time, quantity, weapon and so on; an [Entity] is what mentions that mean the same stand for, as
// "ISIS", "IS" and "the group" are one actor.
//
// A [Claim] is the heart: one report's statement that something happened, holds or was said. Its type is an id of the
// codebook (air_strike, displacement, agreement …). Its slots are
//
//   - the roles ([Role]): the actor who does it, an ally alongside, the target it is aimed at, the victim, the instrument;
//   - the [Place] and the [Period];
//   - figures ([Figure]): a number with its measure and its range, low, best and high;
//   - the [Modality]: actual, possible, future or negated;
//   - the [Attribution]: who says so and how firmly. "Source" always means who said it, never who did it.
//
// An [Extraction] is all of this for one report: what `sitrep extract` prints as JSON. The stages that fill it are the
// packages under internal/, in this order:
//
//	ingest → Report → text → blocks, sentences, tokens → parse → tags, trees, mentions, relations → extract → Claims
//
// What is read is kept in an archive, which an ingest grows by: work hands reports to the stages on all cores, origin tells which are
// copies of one another and whose word each claim is, and store keeps all of it, so that it can be asked for, now or as of a past moment:
//
//	ingest → work → extract, origin, fuse → store → reports, claims, figures, events
//
// People ask an archive by the command, over HTTP and on pages, and get the same answers: ask puts their questions, wire has the objects that
// answers are printed and served as, wording puts claims into short words. Pages about the whole archive read a board, a view of it in memory
// that is made anew when something is new. What people decide about claims, at the desk or by the command, binds every answer; agreement tells
// how far they agree, account who may do what, signin who asks. serve puts pages and API together:
//
//	store → ask, board → api, ui → serve
//
// What the claims were read with is part of the extraction: the versions of the codebook and of the language models.
//
// # What holds everywhere
//
// Evidence or nothing: every slot that is filled has its span and names the rule that filled it.
//
// Nothing invented: what is not known is null. A report without a date does not get today's ([Date] has an unknown value);
// "about 60" has a best value and neither a low nor a high; a place that cannot be told from its namesakes keeps its
// candidates.
//
// The same bytes give the same output. Ids ([ReportID], [ClaimID]) are derived from what they name, and a claim's id stays
// the same when a new codebook or model reads the report again.
package sitrep
