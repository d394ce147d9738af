package ui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"sitrep"
	"sitrep/internal/account"
	"sitrep/internal/agreement"
	"sitrep/internal/desk"
	"sitrep/internal/review"
	"sitrep/internal/store"
)

// agreementRow is how far people agree about a type or a slot, in words and drawn: 120 by 18 units, from 0 to 1 between 4 and 116.
type agreementRow struct {
	Name                        string
	Units, Coders               int
	Percent, Kappa, Alpha, Ends string // "" for what cannot be told
	Label                       string // of the picture
	Bar, Best, Threshold        string
	Below                       bool // the threshold
}

// pairRow is how far two people agree.
type pairRow struct {
	A, B           string
	Units          int
	Percent, Kappa string
}

// thresholdWords is the least alpha of a type that a desk should publish.
var thresholdWords = strings.TrimPrefix(strconv.FormatFloat(agreement.Threshold, 'f', 2, 64), "0")

// onScale is where a value stands in the picture of an interval. What lies below 0 is drawn at its left end.
func onScale(v float64) string {
	return strconv.FormatFloat(4+112*min(1, max(0, v)), 'f', 1, 64)
}

func agreementRows(list []desk.Agreement) []agreementRow {
	out := make([]agreementRow, len(list))
	for i := range list {
		out[i] = agreementRowOf(list[i].Name, &list[i].Result)
	}
	return out
}

func agreementRowOf(name string, r *agreement.Result) agreementRow {
	two := func(v *float64) string {
		if v == nil {
			return ""
		}
		return strconv.FormatFloat(*v, 'f', 2, 64)
	}
	row := agreementRow{Name: name, Units: r.Units, Coders: r.Coders, Percent: strconv.Itoa(int(math.Round(r.Percent))), Kappa: two(r.Kappa), Alpha: two(r.Alpha),
		Threshold: onScale(agreement.Threshold)}
	if r.Alpha == nil {
		row.Label = "alpha is not defined: everybody gave one value"
		return row
	}
	row.Best, row.Below, row.Label = onScale(*r.Alpha), *r.Alpha < agreement.Threshold, row.Alpha+", too few for an interval"
	if r.Low != nil && r.High != nil {
		row.Ends = two(r.Low) + " to " + two(r.High)
		row.Label = row.Alpha + ", 95 percent interval " + row.Ends
		row.Bar = "M" + onScale(*r.Low) + " 9H" + onScale(*r.High)
	}
	return row
}

// comparison is a claim with what people have in its slots.
type comparison struct {
	Claim  sitrep.ClaimID
	Title  string
	Report string // outlet and day
	Href   string
	Desk   string // its address at the desk
	People []compared
	Slots  []comparedSlot
	Same   int
	Both   int      // slots that two or more filled or left empty, not only one who takes it for an event
	Asked  []string // who asked an editor
	Stands string   // whose decision binds
}

// compared is one of the people, and whether it is who looks.
type compared struct {
	Name string
	You  bool
}

// comparedSlot is a slot with its value for each of the people.
type comparedSlot struct {
	Slot   string
	Values []comparedValue
	Same   bool
	Alone  bool // only one takes it for an event
}

type comparedValue struct {
	Words string
	None  bool // the person says that there is no event
}

// Differ is how many slots differ.
func (c *comparison) Differ() int { return c.Both - c.Same }

// comparisonOf writes a comparison, in which me comes first.
func comparisonOf(rc *store.ReadClaim, j *desk.Judged, me string) *comparison {
	c := rc.Claim()
	v := &comparison{Claim: c.ID, Title: claimTitle(c), Href: readerAt(rc.Report.ID, c.ID), Desk: deskAt("", c.ID, "")}
	v.Report = string(cmp.Or(rc.Report.Publisher, rc.Report.Title, "report"))
	if d := dayWords(rc.Report.Published); d != "" {
		v.Report += ", " + d
	}
	order := make([]int, 0, len(j.People))
	if at := slices.Index(j.People, me); at >= 0 {
		order = append(order, at)
	}
	for i, person := range j.People {
		if person != me {
			order = append(order, i)
		}
	}
	for _, i := range order {
		v.People = append(v.People, compared{j.People[i], j.People[i] == me})
	}
	for k := range j.Slots {
		s := &j.Slots[k]
		row := comparedSlot{Slot: plainType(s.Slot), Same: s.Same()}
		for _, i := range order {
			value := comparedValue{Words: s.Values[i], None: !s.Coded[i]}
			if s.Slot == "type" && value.Words == desk.NoEvent {
				value.Words = "rejected"
			}
			row.Values = append(row.Values, value)
		}
		coded := 0
		for _, ok := range s.Coded {
			if ok {
				coded++
			}
		}
		if row.Alone = coded < 2; !row.Alone {
			v.Both++
			if row.Same {
				v.Same++
			}
		}
		v.Slots = append(v.Slots, row)
	}
	return v
}

// lastCompared is the last claim that a person and another decided about, nil where there is none.
func (p *Pages) lastCompared(ctx context.Context, all []desk.Judged, record *desk.Record, person string) (*comparison, error) {
	for _, row := range record.Mine(person, 50) {
		at := slices.IndexFunc(all, func(j desk.Judged) bool { return j.Claim == row.Claim && slices.Contains(j.People, person) })
		if at < 0 {
			continue
		}
		read, err := p.archive.ClaimsAsRead(ctx, []sitrep.ClaimID{row.Claim})
		if err != nil || read[row.Claim] == nil {
			return nil, err
		}
		return comparisonOf(read[row.Claim], &all[at], person), nil
	}
	return nil, nil
}

// agreementPage is what templates/agreement.html shows.
type agreementPage struct {
	User      string
	Editor    bool
	Types     []agreementRow
	Slots     []agreementRow
	Pairs     []pairRow
	Type      string // whose slots are shown, "" for all
	Claims    int
	People    int
	Threshold string
	Differing []*comparison
	Differ    int
	Kept      int // differing claims that are kept from who asks, who has not decided about them
	After     string
	Settled   string
}

// differListed is how many claims of which two differ are listed at once.
const differListed = 25

// agreement shows how far people agree, and where they do not.
func (p *Pages) agreement(w http.ResponseWriter, r *http.Request, u account.User) error {
	ctx := r.Context()
	q := r.URL.Query()
	_, record, err := p.decided(ctx)
	if err != nil {
		return err
	}
	all, types, err := p.compared(ctx, record)
	if err != nil {
		return err
	}
	v := &agreementPage{User: u.Name, Editor: u.May(account.Edit), Types: agreementRows(types), Claims: len(all), Threshold: thresholdWords, Type: q.Get("type")}
	some := all
	if v.Type != "" {
		if !slices.ContainsFunc(types, func(a desk.Agreement) bool { return a.Name == v.Type }) {
			return badField("type", "no claim of the type %q was reviewed by two people", v.Type)
		}
		some = slices.DeleteFunc(slices.Clone(all), func(j desk.Judged) bool { return j.Type != v.Type })
	}
	v.Slots = agreementRows(desk.BySlot(some, agreement.Options{}))
	people := map[string]bool{}
	for i := range all {
		for _, person := range all[i].People {
			people[person] = true
		}
	}
	v.People = len(people)
	for _, pair := range desk.ByPair(some) {
		row := pairRow{A: pair.A, B: pair.B, Units: pair.Units, Percent: strconv.Itoa(int(math.Round(pair.Percent)))}
		if pair.Kappa != nil {
			row.Kappa = strconv.FormatFloat(*pair.Kappa, 'f', 2, 64)
		}
		v.Pairs = append(v.Pairs, row)
	}
	from := 0
	if s := q.Get("skip"); s != "" {
		if from, err = strconv.Atoi(s); err != nil || from < 0 || from > 10_000_000 {
			return badField("skip", "%q is no number of claims to pass over", s)
		}
	}
	if err := p.differing(ctx, v, some, record, from); err != nil {
		return err
	}
	if n := q.Get("settled"); n != "" {
		v.Settled = "Settled: what others decided of it was taken back, and is kept in the record."
	}
	return p.write(w, r, http.StatusOK, "agreement", page{Title: "Agreement", Section: "review", Data: v})
}

// differing lists claims of which people differ: those that an editor was asked about first, then the latest. Who has not decided about a
// claim, and is no editor, is not told of it.
func (p *Pages) differing(ctx context.Context, v *agreementPage, all []desk.Judged, record *desk.Record, from int) error {
	marks, err := p.archive.DeskMarks(ctx, store.MarkEditor, "")
	if err != nil {
		return err
	}
	asked := map[sitrep.ClaimID][]string{}
	for person, claims := range marks {
		for _, id := range claims {
			asked[id] = append(asked[id], person)
		}
	}
	set, _, err := p.decided(ctx)
	if err != nil {
		return err
	}
	var list []*desk.Judged
	for i := range slices.Backward(all) {
		j := &all[i]
		if j.Same() || settled(set, record, j.Claim) {
			continue
		}
		if !v.Editor && !record.By(j.Claim, v.User) {
			v.Kept++
			continue
		}
		list = append(list, j)
	}
	slices.SortStableFunc(list, func(a, b *desk.Judged) int {
		return cmp.Compare(min(1, len(asked[b.Claim])), min(1, len(asked[a.Claim])))
	})
	v.Differ = len(list)
	list = list[min(from, len(list)):]
	if len(list) > differListed {
		list = list[:differListed]
		v.After = fmt.Sprintf("/review/agreement?skip=%d", from+differListed)
		if v.Type != "" {
			v.After += "&type=" + v.Type
		}
	}
	ids := make([]sitrep.ClaimID, len(list))
	for i, j := range list {
		ids[i] = j.Claim
	}
	read, err := p.archive.ClaimsAsRead(ctx, ids)
	if err != nil {
		return err
	}
	for _, j := range list {
		rc := read[j.Claim]
		if rc == nil {
			continue
		}
		c := comparisonOf(rc, j, v.User)
		c.Asked = asked[j.Claim]
		slices.Sort(c.Asked)
		last := review.Row{}
		for _, coding := range record.Of(j.Claim) {
			if coding.Last().N > last.N {
				last = *coding.Last()
			}
		}
		if c.Stands = last.Person; c.Stands == v.User {
			c.Stands = "you"
		}
		v.Differing = append(v.Differing, c)
	}
	return nil
}

// settled says that of those who decided about a claim the decisions of only one still bind: what the others decided was undone.
func settled(set *review.Set, record *desk.Record, id sitrep.ClaimID) bool {
	people := 0
	for _, coding := range record.Of(id) {
		if slices.ContainsFunc(coding.Rows, func(r review.Row) bool { return !set.Undone(r.N) }) {
			people++
		}
	}
	return people < 2
}

// settle lets an editor say who is right: what the others decided about the claim is undone, which the record keeps.
func (p *Pages) settle(w http.ResponseWriter, r *http.Request, u account.User) error {
	q, err := readForm(w, r)
	if err != nil {
		return err
	}
	if !u.May(account.Edit) {
		return denied{"what two people differ about is settled by an editor"}
	}
	f := deskFormOf(q)
	f.do = "undo"
	ctx := r.Context()
	set, record, err := p.decided(ctx)
	if err != nil {
		return err
	}
	id, right := sitrep.ClaimID(q.Get("claim")), q.Get("person")
	codings := record.Of(id)
	if len(codings) < 2 {
		return badField("claim", "fewer than two people have decided about %q", id)
	}
	if !record.By(id, right) {
		return badField("person", "%q has not decided about %s", right, id)
	}
	var all []review.Decision
	for _, coding := range codings {
		if coding.Person == right {
			continue
		}
		for _, row := range coding.Rows {
			if !set.Undone(row.N) {
				all = append(all, review.Decision{Verdict: sitrep.Undone, Claim: id, Detail: review.Detail{Undoes: row.N}})
			}
		}
	}
	if len(all) == 0 {
		return badField("claim", "%s is settled already", id)
	}
	if f.why == "" {
		f.why = "settled: as " + right + " has it"
	}
	if _, _, err := p.writeDown(ctx, u.Name, f, all); errors.Is(err, store.ErrReview) {
		return badField("claim", "%s", strings.TrimPrefix(err.Error(), store.ErrReview.Error()+": "))
	} else if err != nil {
		return err
	}
	marks, err := p.archive.DeskMarks(ctx, store.MarkEditor, "")
	if err != nil {
		return err
	}
	for person, claims := range marks {
		if slices.Contains(claims, id) {
			if err := p.archive.SetDeskMark(ctx, person, id, store.MarkEditor, false); err != nil {
				return err
			}
		}
	}
	http.Redirect(w, r, "/review/agreement?settled="+string(id), http.StatusSeeOther)
	return nil
}
