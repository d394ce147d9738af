package export

import (
	"fmt"
	"html"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"

	"sitrep/internal/situation"
)

// Drawing says how a chart is drawn. The zero value is a picture 680 px wide that stands alone.
type Drawing struct {
	Width int // in px of CSS, 0 for 680; at least 320. Text is 12 px at any width, so draw for the width that is there
	// ID begins the ids inside the picture, so that several can stand in one page; "" for "chart". Letters, digits and hyphens.
	ID string
}

// The widths that pictures are drawn for: that of a page, and that of a phone.
const (
	pageWidth  = 680
	phoneWidth = 342
	leastWidth = 320
)

// SVG writes a chart as a picture in SVG 1.1 that stands alone: it has its own style, light and dark, and needs no other file. Data
// that are empty make a picture that says so; a kind that is not known is an error.
func SVG(w io.Writer, c *situation.Chart, d Drawing) error {
	body, err := draw(c, d)
	if err != nil {
		return err
	}
	style := "<style>" + chartLight + "@media screen and (prefers-color-scheme:dark){" + chartDark + "}svg{background:var(--bg,#fdfcfa)}" + chartStyle + "</style>"
	open, rest, _ := strings.Cut(body, ">")
	_, err = io.WriteString(w, strings.Replace(open, "<svg", `<svg xmlns="http://www.w3.org/2000/svg"`, 1)+">"+style+rest+"\n")
	return err
}

// Inline writes a chart as an element to stand inside a page of HTML that has rules of style for its parts: it brings no style of its own, neither an
// element nor an attribute, so that a page may refuse those.
func Inline(c *situation.Chart, d Drawing) (string, error) { return draw(c, d) }

// Table is a table of a chart's numbers, as it is drawn: days that are drawn as weeks are weeks here too.
func Table(c *situation.Chart) situation.BriefTable { return chartTable(c) }

// draw makes the picture as it stands inside a page that carries chartStyle.
func draw(c *situation.Chart, d Drawing) (string, error) {
	if d.Width == 0 {
		d.Width = pageWidth
	}
	d.Width = max(d.Width, leastWidth)
	if d.ID == "" {
		d.ID = "chart"
	}
	switch c.Kind {
	case situation.Days:
		return drawDays(c, d), nil
	case situation.Ranges:
		return drawRanges(c, d), nil
	case situation.Map:
		return drawMap(c, d), nil
	}
	return "", fmt.Errorf("chart %q: kind %q cannot be drawn; there are %s, %s and %s", c.Title, c.Kind, situation.Days, situation.Ranges, situation.Map)
}

// chartTable is the table of a chart's numbers, as it is drawn: days that are drawn as weeks are weeks here too.
func chartTable(c *situation.Chart) situation.BriefTable {
	switch c.Kind {
	case situation.Days:
		return daysTable(c)
	case situation.Ranges:
		return rangesTable(c)
	case situation.Map:
		return mapTable(c)
	}
	return situation.BriefTable{}
}

// picture gathers the elements of an SVG.
type picture struct {
	b    strings.Builder
	w, h float64
	id   string
}

// finish puts the elements into their frame. The title and the description are what those hear who do not see it.
func (p *picture) finish(title, desc string) string {
	return fmt.Sprintf(`<svg class="chart" viewBox="0 0 %s %s" width="%s" height="%s" role="img" aria-labelledby="%s-t %s-d"><title id="%s-t">%s</title><desc id="%s-d">%s</desc>%s</svg>`,
		num(p.w), num(p.h), num(p.w), num(p.h), p.id, p.id, p.id, attr(title), p.id, attr(desc), p.b.String())
}

// attr makes text fit for an attribute or an element of XML.
func attr(s string) string { return html.EscapeString(plain(s)) }

// num writes a coordinate with at most one decimal.
func num(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		x = 0
	}
	x = math.Round(x*10) / 10
	if x == 0 {
		x = 0 // not -0
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

func (p *picture) path(class, d string) { fmt.Fprintf(&p.b, `<path class="%s" d="%s"/>`, class, d) }

func (p *picture) hline(class string, x1, x2, y float64) {
	p.path(class, "M"+num(x1)+" "+num(y)+"H"+num(x2))
}

func (p *picture) vline(class string, x, y1, y2 float64) {
	p.path(class, "M"+num(x)+" "+num(y1)+"V"+num(y2))
}

// text writes words with their anchor (start, middle or end) at a point of the base line.
func (p *picture) text(class string, x, y float64, anchor, s string) {
	a := ""
	if anchor != "start" {
		a = ` text-anchor="` + anchor + `"`
	}
	if class != "" {
		class = ` class="` + class + `"`
	}
	fmt.Fprintf(&p.b, `<text%s x="%s" y="%s"%s>%s</text>`, class, num(x), num(y), a, attr(s))
}

// nothing draws a frame that says that there is nothing to draw.
func nothing(c *situation.Chart, d Drawing, why string) string {
	p := picture{w: float64(d.Width), h: 72, id: d.ID}
	fmt.Fprintf(&p.b, `<rect class="none" x="0.5" y="0.5" width="%s" height="71"/>`, num(p.w-1))
	p.text("", p.w/2, 40, "middle", why)
	return p.finish(c.Title, why)
}

// textSize is how tall the words of a chart are, in px.
const textSize = 12

// wide estimates how wide words are at textSize, in px. No font is at hand: it errs to the wide side, so that nothing is laid over another.
func wide(s string) float64 {
	em := 0.0
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana):
			em += 1
		case strings.ContainsRune("iIjl.,:;'|!ft()[] ", r):
			em += 0.34
		case strings.ContainsRune("mwMW@%", r):
			em += 0.92
		case unicode.IsUpper(r):
			em += 0.7
		default:
			em += 0.57
		}
	}
	return em * textSize
}

// shorten cuts words to a width, with a sign that they go on.
func shorten(s string, width float64) string {
	s = plain(s)
	sum, cut := 0.0, 0 // where to cut, so that the sign has room
	for i, r := range s {
		if sum+textSize <= width {
			cut = i
		}
		if sum += wide(string(r)); sum > width {
			return strings.TrimRight(s[:cut], " ") + "…"
		}
	}
	return s
}

// step is a round step (1, 2 or 5 times a power of ten, at least 1) that parts 0 to top into at most most parts.
func step(top, most int) int {
	for unit := 1; ; unit *= 10 {
		for _, k := range []int{1, 2, 5} {
			if s := unit * k; s >= top || (top+s-1)/s <= most {
				return s
			}
		}
		if unit > math.MaxInt/100 {
			return top
		}
	}
}

// legend writes swatches with their words, in as many lines as they need, and gives the y below it.
func (p *picture) legend(x, y float64, items []legendItem) float64 {
	left := x
	for _, it := range items {
		need := 20 + wide(it.words) + 14
		if x > left && x+need-14 > p.w {
			x, y = left, y+20
		}
		fmt.Fprintf(&p.b, `<rect class="sw" x="%s" y="%s" width="14" height="11" fill="%s"/>`, num(x+0.5), num(y-9.5), it.fill)
		p.text("k", x+20, y, "start", it.words)
		x += need
	}
	return y + 10
}

// legendItem is a swatch with its words.
type legendItem struct{ fill, words string }

// chartLight and chartDark are the colours of charts: those of the product's pages. A page that has them already need not say them again.
const (
	chartLight = `:root{--bg:#fdfcfa;--rule:#dedbd4;--rule-strong:#85827a;--ink:#16191d;--ink-2:#44494f;--ink-3:#5f656c;--s1:#1a5fae;--s2:#9c2b06;--s3:#006b52;--s4:#7a1a58;--s5:#967500;--s6:#16191d;--s7:#747a83}`
	chartDark  = `:root{--bg:#15171a;--rule:#30343a;--rule-strong:#767d87;--ink:#ebe9e4;--ink-2:#bfc3c9;--ink-3:#9aa1aa;--s1:#76b0f4;--s2:#ff7d4a;--s3:#3fbf97;--s4:#f6aede;--s5:#e3c455;--s6:#f4f2ec;--s7:#8b929d}`
)

// chartStyle is how the parts of charts look. Each colour has one to fall back on, for programs that know no variables.
const chartStyle = `.chart{display:block;max-width:100%;height:auto;overflow:visible}
.chart text{font-family:-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","Liberation Sans",Arial,system-ui,sans-serif;font-size:12px;font-variant-numeric:tabular-nums;fill:#5f656c;fill:var(--ink-3,#5f656c)}
.chart .k{fill:#44494f;fill:var(--ink-2,#44494f)}
.chart .l,.chart .g{fill:#16191d;fill:var(--ink,#16191d)}
.chart .g{font-weight:650}
.chart .halo{paint-order:stroke;stroke:#fdfcfa;stroke:var(--bg,#fdfcfa);stroke-width:3px;stroke-linejoin:round}
.chart .gl{fill:none;stroke:#dedbd4;stroke:var(--rule,#dedbd4)}
.chart .base{fill:none;stroke:#44494f;stroke:var(--ink-2,#44494f)}
.chart .sw,.chart .seg{stroke:#44494f;stroke:var(--ink-2,#44494f);stroke-width:.5px}
.chart .sf1{fill:var(--s1)}.chart .sl1{stroke:var(--s1)}
.chart .sf2{fill:var(--s2)}.chart .sl2{stroke:var(--s2)}
.chart .sf3{fill:var(--s3)}.chart .sl3{stroke:var(--s3)}
.chart .sf4{fill:var(--s4)}.chart .sl4{stroke:var(--s4)}
.chart .sf5{fill:var(--s5)}.chart .sl5{stroke:var(--s5)}
.chart .sf6{fill:var(--s6)}.chart .sl6{stroke:var(--s6)}
.chart .sf7{fill:var(--s7)}.chart .sl7{stroke:var(--s7)}
.chart .sf8{fill:var(--bg)}.chart .sl8{stroke:var(--bg)}
.chart .none{fill:none;stroke:#85827a;stroke:var(--rule-strong,#85827a);stroke-dasharray:4 3}
.chart .ground{fill:#fdfcfa;fill:var(--bg,#fdfcfa)}
.chart .bar{fill:none;stroke:#16191d;stroke:var(--ink,#16191d);stroke-width:1.5px}
.chart .soft{fill:none;stroke:#16191d;stroke:var(--ink,#16191d);stroke-width:1.5px;stroke-dasharray:1.5 2.5}
.chart .pt{fill:#16191d;fill:var(--ink,#16191d);stroke:#fdfcfa;stroke:var(--bg,#fdfcfa)}
.chart .frame{fill:#fdfcfa;fill:var(--bg,#fdfcfa);stroke:#dedbd4;stroke:var(--rule,#dedbd4)}
.chart .spot{fill:#1a5fae;fill:var(--s1,#1a5fae);fill-opacity:.32;stroke:#1a5fae;stroke:var(--s1,#1a5fae);stroke-width:1.5px}
.chart .area{fill:#1a5fae;fill:var(--s1,#1a5fae);fill-opacity:.07;stroke:#1a5fae;stroke:var(--s1,#1a5fae);stroke-width:1.5px;stroke-dasharray:5 4}
.chart .town{fill:#fdfcfa;fill:var(--bg,#fdfcfa);stroke:#5f656c;stroke:var(--ink-3,#5f656c);stroke-width:1.25px}
@media print{.chart{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
