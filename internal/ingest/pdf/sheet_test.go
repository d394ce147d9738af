package pdf

import (
	"bytes"
	"fmt"
	"strings"
)

// maker writes PDF files for tests: text at places, in the standard fonts, which need not be embedded.
type maker struct {
	pages []bytes.Buffer
	info  string // entries of the document information dictionary
	xmp   string
	extra string // entries of the trailer
}

// page begins a page of A4.
func (m *maker) page() { m.pages = append(m.pages, bytes.Buffer{}) }

// put writes a line, x and y in points from the upper left corner.
func (m *maker) put(font string, size, x, y float64, s string) {
	s = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s)
	fmt.Fprintf(&m.pages[len(m.pages)-1], "BT /%s %.1f Tf %.1f %.1f Td (%s) Tj ET\n", font, size, x, 842-y, s)
}

// text writes lines under one another, and gives the place under the last.
func (m *maker) text(size, x, y float64, lines ...string) float64 {
	for _, l := range lines {
		if l != "" {
			m.put("F1", size, x, y, l)
		}
		y += size * 1.2
		if l == "" {
			y -= size * 0.5
		}
	}
	return y
}

// bytes is the file.
func (m *maker) bytes() []byte {
	var b bytes.Buffer
	var at []int
	object := func(s string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	b.WriteString("%PDF-1.4\n")
	var kids []string
	for i := range m.pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 7+2*i))
	}
	meta := ""
	if m.xmp != "" {
		meta = " /Metadata 6 0 R"
	}
	object("<< /Type /Catalog /Pages 2 0 R" + meta + " >>")
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(m.pages)))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>")
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
	object("<< " + m.info + " >>")
	object(fmt.Sprintf("<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream", len(m.xmp), m.xmp))
	for i := range m.pages {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>", 8+2*i))
		object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", m.pages[i].Len(), m.pages[i].String()))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, m.extra, start)
	return b.Bytes()
}

// situation is a report in the manner of those of relief bodies: running head and foot, a box of key figures at the side, two columns that
// a sentence crosses, hyphens at line ends, a table, and columns again on the second page. The drawing order of the columns is row by row
// where mixed is set.
func situation(mixed bool) []byte {
	m := &maker{info: "/Title (Zamar: Situation Report No. 12) /Author (Relief Coordination Office) /CreationDate (D:20231126090000Z)"}
	edges := func(n int) {
		m.put("F1", 8, 50, 30, "Zamar | Situation Report No. 12")
		m.put("F1", 8, 50, 815, "Relief Coordination Office | www.relief.example")
		m.put("F1", 8, 520, 815, fmt.Sprintf("Page %d of 2", n))
	}
	m.page()
	edges(1)
	m.put("F2", 20, 50, 75, "Zamar: Situation Report No. 12")
	m.put("F1", 10, 50, 95, "(As of 24 November 2023)")
	m.put("F2", 10, 420, 125, "KEY FIGURES")
	for i, k := range []string{"27,400", "people displaced", "9", "civilians killed"} {
		size, font := 16.0, "F2"
		if i%2 == 1 {
			size, font = 9, "F1"
		}
		m.put(font, size, 420, 150+float64(i)*20, k)
	}
	m.put("F2", 12, 50, 125, "HIGHLIGHTS")
	m.text(10, 50, 145, "\x95 Some 27,400 people have fled Kesh district since 17 November, more than", "half of them children.", "",
		"\x95 Three health posts have closed; two were looted.")
	m.put("F2", 12, 50, 260, "SITUATION OVERVIEW")
	left := []string{"Fighting between the armed forces and the Southern", "Alliance spread to four villages of Kesh district in the re-", "porting period. Shelling on 21 November killed at least",
		"nine civilians in Marwan, according to local authorities.", "", "Displaced families shelter in schools and mosques. Part-", "ners reached 6,100 people with water and 2,300 with",
		"ready-to-eat food. The self-", "declared council gave its consent.", "", "The governor of Kesh told partners that he would let", "lorries through only if their freight was counted by his"}
	right := []string{"own men at the bridge.", "", "On 22 November unidentified gunmen stopped a convoy", "at the crossing of Bir Solo and abducted two drivers.",
		"Both were released the next day.", "", "The airport remains closed. Commercial traffic on the", "northern road has resumed under escort, but drivers re-", "port illegal taxes at eleven checkpoints."}
	if mixed {
		y := 280.0
		for i := range left {
			m.text(10, 50, y, left[i])
			if i < len(right) {
				m.text(10, 310, y, right[i])
			}
			y += 12
			if left[i] == "" {
				y -= 2
			}
		}
	} else {
		m.text(10, 50, 280, left...)
		m.text(10, 310, 283, right...)
	}
	m.put("F2", 12, 50, 460, "DISPLACEMENT BY ARRIVAL AREA")
	for i, r := range [][]string{{"Area", "People", "Change"}, {"Bir Solo", "14,200", "+3,100"}, {"Hadda town", "9,900", "+450"}, {"Along the river", "3,300", "unchanged"}} {
		for k, c := range r {
			m.text(9, 50+float64(k)*130, 485+float64(i)*16, c)
		}
	}
	m.page()
	edges(2)
	m.put("F2", 12, 50, 75, "FUNDING")
	m.text(10, 50, 95, "Donors have given 12 per cent of what the plan for", "Zamar asks for. The pipeline of food breaks in the", "second week of December.")
	m.text(10, 310, 95, "A third of the nutrition centres in the south will close", "unless new money comes in before the end of the", "year, the cluster warned on Thursday.")
	return m.bytes()
}

// situationText is what is to be read of it.
const situationText = `Zamar: Situation Report No. 12

(As of 24 November 2023)

HIGHLIGHTS

• Some 27,400 people have fled Kesh district since 17 November, more than half of them children.
• Three health posts have closed; two were looted.

KEY FIGURES

27,400 people displaced

9 civilians killed

SITUATION OVERVIEW

Fighting between the armed forces and the Southern Alliance spread to four villages of Kesh district in the reporting period. Shelling on 21 November killed at least nine civilians in Marwan, according to local authorities.

Displaced families shelter in schools and mosques. Partners reached 6,100 people with water and 2,300 with ready-to-eat food. The self-declared council gave its consent.

The governor of Kesh told partners that he would let lorries through only if their freight was counted by his own men at the bridge.

On 22 November unidentified gunmen stopped a convoy at the crossing of Bir Solo and abducted two drivers. Both were released the next day.

The airport remains closed. Commercial traffic on the northern road has resumed under escort, but drivers report illegal taxes at eleven checkpoints.

DISPLACEMENT BY ARRIVAL AREA

Area | People | Change
Bir Solo | 14,200 | +3,100
Hadda town | 9,900 | +450
Along the river | 3,300 | unchanged

FUNDING

Donors have given 12 per cent of what the plan for Zamar asks for. The pipeline of food breaks in the second week of December.

A third of the nutrition centres in the south will close unless new money comes in before the end of the year, the cluster warned on Thursday.
`
