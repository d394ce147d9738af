package export

import (
	"fmt"
	"strconv"
	"strings"
)

// The namespaces of DrawingML (ECMA-376, part 1, 20 and 21).
const (
	drawingSpace = "http://schemas.openxmlformats.org/drawingml/2006/main"
	chartSpace   = "http://schemas.openxmlformats.org/drawingml/2006/chart"
)

// wordFills are the fills of series in a document, by their place, as fills of pictures are: a preset pattern ("" for a flat one), a colour,
// and that of the ground behind a pattern.
var wordFills = [...]struct{ pattern, colour, ground string }{
	{"", "1A5FAE", ""}, {"wdUpDiag", "9C2B06", "E6CAC1"}, {"pct40", "006B52", "B3D3CB"}, {"narHorz", "7A1A58", "E4D1DE"}, {"openDmnd", "967500", "EFEAD9"}, {"", "16191D", ""}, {"narVert", "747A83", "E3E4E6"}, {"", "FFFFFF", ""},
}

// wordChart is a chart of stacked bars in DrawingML. It holds the numbers themselves, and refers to cells of a sheet that is not there, as the schema wants it.
func wordChart(b *bars, unit string) string {
	var s strings.Builder
	s.WriteString(xmlHead + `<c:chartSpace xmlns:c="` + chartSpace + `" xmlns:a="` + drawingSpace + `"><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="stacked"/><c:varyColors val="0"/>`)
	last := len(b.from) + 1
	for k, name := range b.series {
		column := string(rune('B' + k))
		fmt.Fprintf(&s, `<c:ser><c:idx val="%d"/><c:order val="%d"/><c:tx><c:strRef><c:f>Sheet1!$%s$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>%s</c:v></c:pt></c:strCache></c:strRef></c:tx><c:spPr>%s<a:ln w="3175"><a:solidFill><a:srgbClr val="44494F"/></a:solidFill></a:ln></c:spPr><c:invertIfNegative val="0"/>`,
			k, k, column, xmlText(name), wordFill(k))
		fmt.Fprintf(&s, `<c:cat><c:strRef><c:f>Sheet1!$A$2:$A$%d</c:f><c:strCache><c:ptCount val="%d"/>`, last, len(b.from))
		for i := range b.from {
			fmt.Fprintf(&s, `<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, xmlText(b.short(i)))
		}
		fmt.Fprintf(&s, `</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:f>Sheet1!$%s$2:$%s$%d</c:f><c:numCache><c:formatCode>#,##0</c:formatCode><c:ptCount val="%d"/>`, column, column, last, len(b.from))
		for i := range b.from {
			fmt.Fprintf(&s, `<c:pt idx="%d"><c:v>%d</c:v></c:pt>`, i, b.n[i][k])
		}
		s.WriteString(`</c:numCache></c:numRef></c:val></c:ser>`)
	}
	const (
		line = `<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="%s"/></a:solidFill></a:ln></c:spPr>`
		text = `<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="800"><a:solidFill><a:srgbClr val="5F656C"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>`
	)
	s.WriteString(`<c:gapWidth val="25"/><c:overlap val="100"/><c:axId val="111111111"/><c:axId val="222222222"/></c:barChart>`)
	s.WriteString(`<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>` +
		fmt.Sprintf(line, "44494F") + text + `<c:crossAx val="222222222"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:tickLblSkip val="` + strconv.Itoa((len(b.from)+11)/12) + `"/><c:noMultiLvlLbl val="1"/></c:catAx>`)
	s.WriteString(`<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines>` + fmt.Sprintf(line, "DEDBD4") + `</c:majorGridlines>`)
	if unit != "" {
		s.WriteString(`<c:title><c:tx><c:rich><a:bodyPr rot="-5400000" vert="horz"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="800" b="0"/></a:pPr><a:r><a:rPr lang="en-GB" sz="800" b="0"/><a:t>` + xmlText(upperFirst(unit)+" per "+b.by.String()) + `</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>`)
	}
	s.WriteString(`<c:numFmt formatCode="#,##0" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>` + text + `<c:crossAx val="111111111"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx></c:plotArea>`)
	if len(b.series) > 1 {
		s.WriteString(`<c:legend><c:legendPos val="b"/><c:overlay val="0"/>` + text + `</c:legend>`)
	}
	s.WriteString(`<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart></c:chartSpace>`)
	return s.String()
}

// wordFill is the fill of series k.
func wordFill(k int) string {
	f := wordFills[k]
	colour := `<a:srgbClr val="` + f.colour + `"/>`
	if f.pattern == "" {
		return `<a:solidFill>` + colour + `</a:solidFill>`
	}
	return `<a:pattFill prst="` + f.pattern + `"><a:fgClr>` + colour + `</a:fgClr><a:bgClr><a:srgbClr val="` + f.ground + `"/></a:bgClr></a:pattFill>`
}
