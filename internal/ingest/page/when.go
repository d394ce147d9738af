package page

import (
	"regexp"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"sitrep"
)

// updatedRe reads what stands before the day of a change, and publishedRe before that of publication.
var (
	updatedRe   = regexp.MustCompile(`(?i)\b(?:updated|modified|changed|revised|edited|corrected)\b[^0-9]{0,20}$`)
	publishedRe = regexp.MustCompile(`(?i)\b(?:published|posted|first|created|issued|released|date)\b[^0-9]{0,30}$`)
)

// dates gives the day of publication and the time of the last change, each unknown where the page does not say. main holds the report,
// and top are the lines under its title.
func (f *facts) dates(main *html.Node, top []paragraph, address string) (sitrep.Date, time.Time) {
	modified := moment(first(f.ld.modified, f.prop("dateModified"), f.meta(modifiedMetas)))
	var day sitrep.Date
	for _, v := range append([]string{f.ld.published, f.prop("datePublished"), f.prop("dateCreated")}, f.metaValues(dateMetas)...) {
		if day = metaDay(v); !day.IsZero() {
			break
		}
	}
	if day.IsZero() {
		day = f.timed(main, top)
	}
	visible, changed := lineDates(top)
	if day.IsZero() {
		day = visible
	}
	if modified.IsZero() && !changed.IsZero() {
		modified = time.Date(changed.Year(), changed.Month(), changed.Day(), 0, 0, 0, 0, time.UTC)
	}
	if day.IsZero() {
		day = addressDay(address)
	}
	return day, modified
}

func (f *facts) metaValues(names []string) []string {
	var out []string
	for _, n := range names {
		if v := f.metas[n]; v != "" {
			out = append(out, v)
		}
	}
	return out
}

// timed is the day of the time elements: of the first under the title, or of those that are named as the date of publication, or of all
// that stand by the report where they agree.
func (f *facts) timed(main *html.Node, top []paragraph) sitrep.Date {
	under := map[*html.Node]bool{}
	for _, p := range top {
		under[p.node] = true
	}
	var agreed, all sitrep.Date // of the time elements that are left of the page, and of all
	differ, allDiffer := false, false
	for _, n := range f.times {
		v := first(attr(n, "datetime"), attr(n, "title"))
		if v == "" && n.DataAtom == atom.Time {
			v = content(n)
		}
		d := metaDay(v)
		if d.IsZero() || named(n, updatedName) {
			continue
		}
		allDiffer = allDiffer || !all.IsZero() && all != d
		all = d
		if !attached(n) {
			continue
		}
		near := named(n, dateName) && !named(n, clockName) || has(n, "pubdate") || attr(n, "itemprop") == "datePublished"
		for p := n; p != nil && !near; p = p.Parent {
			near = under[p]
		}
		if near {
			return d
		}
		if !agreed.IsZero() && agreed != d {
			differ = true
		}
		agreed = d
	}
	switch {
	case differ || agreed.IsZero() && allDiffer:
		return sitrep.Date{}
	case agreed.IsZero():
		return all
	}
	return agreed
}

var updatedName = regexp.MustCompile(`(?:^|[-_])(?:updated|modified)(?:$|[-_])`)

// attached says that n still belongs to the page after pruning.
func attached(n *html.Node) bool {
	for n.Parent != nil {
		n = n.Parent
	}
	return n.Type == html.DocumentNode
}

// lineDates reads days written in the lines under the title: "Published 3 March 2017, updated 4 March 2017".
func lineDates(top []paragraph) (published, changed sitrep.Date) {
	sure := false
	for _, p := range top {
		for line := range strings.SplitSeq(p.text, "\n") {
			if len(line) > 200 {
				continue
			}
			for from := 0; from < len(line); {
				d := day(line[from:])
				if d.day.IsZero() {
					break
				}
				before := line[from : from+d.start]
				switch {
				case updatedRe.MatchString(before):
					if changed.IsZero() {
						changed = d.day
					}
				case published.IsZero(), !sure && publishedRe.MatchString(before):
					published, sure = d.day, publishedRe.MatchString(before)
				}
				from += d.end
			}
		}
	}
	return published, changed
}
