package text

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"sitrep"
)

func words(toks []Token, s string) string {
	var out []string
	for _, t := range toks {
		out = append(out, t.Of(s))
	}
	return strings.Join(out, " ")
}

func TestTokenize(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Rebels left.", "Rebels left ."},
		{"They don't, can't and cannot.", "They do n't , ca n't and can not ."},
		{"IS's fighters", "IS 's fighters"},
		{"Sana'a and O'Brien", "Sana'a and O'Brien"},
		{"the rebels' base", "the rebels ' base"},
		{"US-led counter-attack", "US - led counter - attack"},
		{"anti-government co-operation", "anti-government co-operation"},
		{"al-Bab and Deir ez-Zor", "al - Bab and Deir ez - Zor"},
		{"F-16 jets and an Il-76", "F-16 jets and an Il-76"},
		{"more than 215,000 at 10.5 km", "more than 215,000 at 10.5 km"},
		{"10km away, 20% and £20", "10 km away , 20 % and £ 20"},
		{"the 1990s and the 20th", "the 1990s and the 20th"},
		{"Maj. Gen. Smith of the U.S. at 9 a.m.", "Maj. Gen. Smith of the U.S. at 9 a.m."},
		{"J. R. Smith", "J. R. Smith"},
		{"on 12/03/2017 at 10:30", "on 12/03/2017 at 10:30"},
		{"see https://example.org/a?b=1, or mail a@b.org.", "see https://example.org/a?b=1 , or mail a@b.org ."},
		{"“We ran,” he said — twice…", "“ We ran , ” he said — twice …"},
		{"the (CTS) men", "the ( CTS ) men"},
		{"wait -- no", "wait -- no"},
		{"60-plus", "60 - plus"},
		{"Who knows?! Run!!!", "Who knows ?! Run !!!"},
		{"in the 1990's and the 80’s, 2016's worst", "in the 1990's and the 80’s , 2016 's worst"},
		{"said example.org, maps.example.co.uk and list_2.pdf.", "said example.org , maps.example.co.uk and list_2.pdf ."},
		{"left the town.Troops came.Net losses", "left the town . Troops came . Net losses"},
		{"It's gonna fall; an extra-judicial killing", "It 's gon na fall ; an extra-judicial killing"},
	} {
		if got := words(Tokenize(c.in), c.in); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.in, got, c.want)
		}
	}
}

func TestNormStraightensQuotesAndKeepsAccents(t *testing.T) {
	for _, c := range [][2]string{{"“", `"`}, {"’s", "'s"}, {"–", "-"}, {"Müller", "müller"}, {"IS", "is"}} {
		if got := Tokenize(c[0])[0].Norm; got != c[1] {
			t.Errorf("%q: norm %q, want %q", c[0], got, c[1])
		}
	}
}

func TestShape(t *testing.T) {
	for _, c := range []struct {
		in   string
		want Shape
	}{{"troops", Lower}, {"Mosul", Capital}, {"IS", Acronym}, {"U.S.", Acronym}, {"600", Number}, {"1990s", Number}, {",", Punct}, {"A", Capital}} {
		if got := Tokenize(c.in)[0].Shape; got != c.want {
			t.Errorf("%q: shape %d, want %d", c.in, got, c.want)
		}
	}
}

func sentences(t *testing.T, s string) []string {
	t.Helper()
	d, err := Read([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, sent := range d.Sents {
		out = append(out, sent.Of(d.Text))
	}
	return out
}

func TestSentences(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{"titles", "Maj. Gen. Ali Hassan spoke. Lt. Col. Weber left.", []string{"Maj. Gen. Ali Hassan spoke.", "Lt. Col. Weber left."}},
		{"countries", "The U.S. envoy left the U.S. on Friday. He went to Rome.", []string{"The U.S. envoy left the U.S. on Friday.", "He went to Rome."}},
		{"a country at the end", "Troops of the U.S. The mayor agreed.", []string{"Troops of the U.S.", "The mayor agreed."}},
		{"dates and times", "It began on Jan. 24 at 9 a.m. local time. It ended.", []string{"It began on Jan. 24 at 9 a.m. local time.", "It ended."}},
		{"a quotation", `"They came at dawn." The mayor wept.`, []string{`"They came at dawn."`, "The mayor wept."}},
		{"curly quotes", "“They came at dawn.” The mayor wept.", []string{"“They came at dawn.”", "The mayor wept."}},
		{"decimals", "It fell by 3.5 per cent. Then it rose.", []string{"It fell by 3.5 per cent.", "Then it rose."}},
		{"initials", "J. R. Smith met A. Jones. They talked.", []string{"J. R. Smith met A. Jones.", "They talked."}},
		{"bullets", "Findings:\n- Nine dead in Homs\n- Two hurt in Hama", []string{"Findings:", "- Nine dead in Homs", "- Two hurt in Hama"}},
		{"numbered items", "1. Nine dead in Homs\n2. Two hurt in Hama", []string{"1. Nine dead in Homs", "2. Two hurt in Hama"}},
		{"wrapped lines", "Rebels attacked the town of\nBria on Monday and\nburned the market.", []string{"Rebels attacked the town of\nBria on Monday and\nburned the market."}},
		{"glued sentences", "Rebels left the town.Troops came.", []string{"Rebels left the town.", "Troops came."}},
		{"a source in brackets", "Rebels left the town. (Reuters). Troops came.", []string{"Rebels left the town. (Reuters).", "Troops came."}},
		{"questions", "Who fired? Nobody knows!", []string{"Who fired?", "Nobody knows!"}},
		{"more questions", "Who fired?! Nobody knows!! He left..... It ended.", []string{"Who fired?!", "Nobody knows!!", "He left.....", "It ended."}},
		{"capitals", "GUERRILLAS ATTACKED\nTHE FARM NEAR FLORES. THE ARMY DENIED THE ATTACK ON SUNDAY.", []string{"GUERRILLAS ATTACKED\nTHE FARM NEAR FLORES.", "THE ARMY DENIED THE ATTACK ON SUNDAY."}},
		{"a capital", "They met in Washington, D.C. officials said so.", []string{"They met in Washington, D.C. officials said so."}},
		{"hours at the end", "The blast came at 4 a.m. Gunmen fled at 5 p.m. Sunday. All was calm at 9 a.m. local time.",
			[]string{"The blast came at 4 a.m.", "Gunmen fled at 5 p.m. Sunday.", "All was calm at 9 a.m. local time."}},
		{"abbreviations at the end", "It began in Jan. The army left in Dec. It came back.", []string{"It began in Jan.", "The army left in Dec.", "It came back."}},
		{"numbers of things", "It was No. 3 Company, art. 5, fig. 2, pp. 13-15. He said no. Then he left.",
			[]string{"It was No. 3 Company, art. 5, fig. 2, pp. 13-15.", "He said no.", "Then he left."}},
		{"words that abbreviate too", "He sat. Gunmen fired. He left on Sat. 3 May.", []string{"He sat.", "Gunmen fired.", "He left on Sat. 3 May."}},
		{"other ranks", "Pfc. Lee, Spc. Roe (ret.), Amb. Rice and Lieut. Doe met St. John vs. Kerr, e.g. The Herald.",
			[]string{"Pfc. Lee, Spc. Roe (ret.), Amb. Rice and Lieut. Doe met St. John vs. Kerr, e.g. The Herald."}},
		{"ellipses", `"We ran..." The mayor wept. “We ran…” he said. They fled... Then it was quiet…`,
			[]string{`"We ran..."`, "The mayor wept.", "“We ran…” he said.", "They fled...", "Then it was quiet…"}},
		{"who cried", `"Run!" Roe cried. "Run!" The crowd ran.`, []string{`"Run!" Roe cried.`, `"Run!"`, "The crowd ran."}},
		{"brackets", "Two died (the army said three). (It denied that later.) Nobody knows.",
			[]string{"Two died (the army said three).", "(It denied that later.)", "Nobody knows."}},
		{"quotes as accents", "He said ``we won.'' They lost.", []string{"He said ``we won.''", "They lost."}},
		{"a no in quotes", `Some said "no." Others left.`, []string{`Some said "no."`, "Others left."}},
		{"more items", "Points:\n✓ road open\n➢ bridge cut\n(a) school hit\n(b) clinic hit\n2) camp moved",
			[]string{"Points:", "✓ road open", "➢ bridge cut", "(a) school hit", "(b) clinic hit", "2) camp moved"}},
		{"dashes before small letters", "Key points\n– road cut\n– bridge closed", []string{"Key points", "– road cut", "– bridge closed"}},
		{"Roman items", "i. Nurses fled.\nii. Doctors stayed.", []string{"i. Nurses fled.", "ii. Doctors stayed."}},
		{"a heading with a number", "1. Protection\nTwo girls were abducted near the town of Bria.", []string{"1. Protection", "Two girls were abducted near the town of Bria."}},
		{"a dash at the head of a wrapped line", "The rebels asked the army – which had shelled the camp\n– to stop.",
			[]string{"The rebels asked the army – which had shelled the camp\n– to stop."}},
		{"a rank at the end of a line", "The fall of the town was announced on Sunday by the rebel chief, Maj.\nRoe, who led them.",
			[]string{"The fall of the town was announced on Sunday by the rebel chief, Maj.\nRoe, who led them."}},
		{"a name across wrapped lines", "Rebels attacked the town of Bria on Monday, said Colonel\nRoe. The army, which has held the town for two years, did\nnot speak.",
			[]string{"Rebels attacked the town of Bria on Monday, said Colonel\nRoe.", "The army, which has held the town for two years, did\nnot speak."}},
		{"a telex with abbreviations", "TEAMS OF THE U.S. AND COLOMBIA LEFT AT 5 A.M. ON SUNDAY. COL. RUIZ SAID \"WE WILL RETURN.\" HE WENT TO BRIA.",
			[]string{"TEAMS OF THE U.S. AND COLOMBIA LEFT AT 5 A.M. ON SUNDAY.", "COL. RUIZ SAID \"WE WILL RETURN.\"", "HE WENT TO BRIA."}},
		{"amounts", "It cost 1.5 million dollars, or $2.3 million. It fell by 3.5. Then it rose.",
			[]string{"It cost 1.5 million dollars, or $2.3 million.", "It fell by 3.5.", "Then it rose."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := sentences(t, c.in)
			if strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestBlocks(t *testing.T) {
	const body = "Rebels attacked the town of Bria on Monday, killing nine people. The army withdrew."
	for _, c := range []struct {
		name, in string
		want     string // kinds in order; "title!" repeats
	}{
		{"a headline above a body", "Rebels attack Bria\n\n" + body, "title body"},
		{"a headline printed twice", "Rebels attack Bria\n\nRebels attack Bria\n\n" + body, "title title! body"},
		{"no headline", body, "body"},
		{"an agency dateline", "Rebels attack Bria\n\nBANGUI, Central African Republic (Reuters) - " + body, "title dateline body"},
		{"a dateline with a date", "BANGUI, 12 March 2017 (OCHA) – " + body, "dateline body"},
		{"a dateline of one word", "Bria- " + body, "dateline body"},
		{"a telex dateline", "BANGUI, 4 FEB 90 (AFP) -- " + body, "dateline body"},
		{"a byline", "Rebels attack Bria\n\nBy Anna Weber\n\n" + body, "title boilerplate body"},
		{"a caption", "Rebels attack Bria\n\nFile photo: soldiers in Bria\n\n" + body, "title caption body"},
		{"a caption about the camera", body + "\n\nResidents flee Bria A girl looks into the camera.", "body caption"},
		{"boilerplate", body + "\n\nRead more: the war in pictures\n\nCopyright 2020 Example News. All rights reserved.", "body boilerplate boilerplate"},
		{"a credit line", body + "\n\n(Reporting by A. Weber; editing by B. Jones)", "body boilerplate"},
		{"a sample", body + "\n\nThis is a sample report written for sitrep; it records no event.", "body boilerplate"},
		{"boilerplate under a body", body + "\nFollow us on social media", "body boilerplate"},
		{"a headline on the line above", "Rebels attack Bria\n" + body, "title body"},
		{"a headline twice on the lines above", "Rebels attack Bria\nRebels attack Bria\n" + body, "title title! body"},
		{"a headline with the site's name", "Rebels attack Bria | Daily Herald\n\nRebels attack Bria\n\n" + body, "title title! body"},
		{"a headline on the line above a dateline", "REBELS ATTACK BRIA\nBANGUI, 4 FEB 90 (AFP) -- " + strings.ToUpper(body), "title dateline body"},
		{"a headline under a notice", "EXERCISE EXERCISE EXERCISE\n\nRebels attack Bria\n\n" + body, "boilerplate title body"},
		{"the first line of wrapped text", "Rebels attacked the town of Bria on\nMonday, killing nine people.", "body"},
		{"a byline between lines", "Rebels attack Bria\nBy Anna Weber and Tom Kerr in Bangui\nBANGUI (Reuters) - " + body, "title boilerplate dateline body"},
		{"no byline", body + "\n\nBy Monday the town was empty", "body body"},
		{"no byline in a telex", strings.ToUpper(body) + "\n\nBY SUNDAY IT FELL\n\nBY ANNA WEBER", "body body boilerplate"},
		{"end marks", body + "\n\nENDS\n\n-- ENDS --\n\n(MORE)\n\n-30-\n\n###", "body boilerplate boilerplate boilerplate boilerplate boilerplate"},
		{"a wrapped credit", body + "\n\n(Reporting by A. Weber in Bria and B. Jones in Bangui; Writing by Tom\nKerr; Editing by Ann Other)", "body boilerplate"},
		{"a credit in the last line of a caption", "Rebels attack Bria\n\nA man looks at a burnt car in Bria. Photo: Jane Roe/Agency\n" + body, "title caption body"},
		{"more captions", body + "\n\nImage caption A burnt car\n\nFILE - A car in Bria.\n\nSmoke is seen in Bria on March 3, 2019.\n\nA car in Bria. REUTERS/Jane Roe",
			"body caption caption caption caption"},
		{"credits of captions", body + "\n\nSoldiers stand guard in Bria. Credit: Jane Roe\n\n[Jane Roe/Agency]", "body caption caption"},
		{"no credits", body + "\n\nThe bank gave credit: nine loans.\n\n[The army denied it.]", "body body body"},
		{"an agency in brackets that opens the news", "Rebels attack Bria\n\n(Agency) " + body, "title dateline body"},
		{"brackets that open a sentence", "Rebels attack Bria\n\n" + body + "\n\n(Agency) " + body + "\n\n(It denied that.) Troops left.", "title body body body"},
		{"no caption", "Bria is seen as the last town that the rebels hold.\n\nPhotographed by villagers, the column left.\n\nHe told Reuters so.", "body body body"},
		{"words that open notices and news", "Copyright law was changed.\n\nSign up drives began.\n\nAdvertisement of arms is banned.\n\nRead more books, he said.\n\n" +
			"Newsletter editors were held.\n\nFollow us, they said.\n\nEdited by the rebels, the film shows nine dead.", "body body body body body body body"},
		{"a notice's words inside wrapped text", "The envoys asked the rebels and the army to\nsubscribe to the plan of the council.", "body"},
		{"no headline that goes on", "Rebels attacked the town of\n\nBria on Monday. Nine died.", "body body"},
		{"a headline with a country", "NORLAND: Clashes in Bria\nFlash Update No. 14\n\n" + body, "title body"},
		{"a headline with a country on the line above", "NORLAND: Clashes in Bria\n" + body, "title body"},
		{"a place before a colon", "BRIA: " + body, "dateline body"},
		{"a place before a colon in wrapped text", "BRIA: Rebels attacked the town on Monday, killing\nnine people, it said.", "dateline body"},
		{"a credit to a desk", body + "\n\n(Writing by the Example Agency's regional desk)", "body boilerplate"},
		{"a headline cut out of the news", "Rebels attacked the town of Bria on Monday, killing n\n\nRebels attacked the town of Bria on Monday, killing nine people.", "title body"},
		{"a headline cut with a mark", "Rebels attacked the town of Bria on Monday …\n\nRebels attacked the town of Bria on Monday, killing nine people.", "title body"},
		{"news that begins twice alike", "Rebels attacked Bria.\n\nRebels attacked Bria again on Monday, killing nine people.", "body body"},
		{"a transcript", "MINISTER: Rebels attacked Bria.\n\nSPEAKER: Order.", "body body"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := Read([]byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, b := range d.Blocks {
				k := string(b.Kind)
				if b.Repeats {
					k += "!"
				}
				got = append(got, k)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %s, want %s", strings.Join(got, " "), c.want)
			}
		})
	}
}

func TestCleaning(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"line ends", "a\r\nb\rc", "a\nb\nc"},
		{"blank lines", "a\n\n\n\nb", "a\n\nb"},
		{"spaces", "a \t b\u00a0c \n d", "a b c\nd"},
		{"invisible marks", "\ufeffa\u200bb\u00adc\u200e", "abc"},
		{"terminal colours", "a \x1b[1;31mred\x1b[0m b\x1b[é\x1b", "a red b[é"},
		{"quotes stay as written", "“a’s”", "“a’s”"},
	} {
		d, err := Read([]byte(c.in))
		if err != nil || d.Text != c.want {
			t.Errorf("%s: got %q (%v), want %q", c.name, d.Text, err, c.want)
		}
	}
}

func TestDecoding(t *testing.T) {
	utf16le := []byte{0xff, 0xfe}
	var bare []byte
	for _, r := range "Rebels left the town." {
		utf16le = append(utf16le, byte(r), 0)
		bare = append(bare, 0, byte(r))
	}
	for _, c := range []struct {
		name string
		in   []byte
		want string
	}{
		{"UTF-8 with a byte order mark", []byte("\xef\xbb\xbfRebels left the town."), "Rebels left the town."},
		{"UTF-16 little endian", utf16le, "Rebels left the town."},
		{"UTF-16 big endian without a mark", bare, "Rebels left the town."},
		{"a word of one letter in Windows-1252", []byte("Face \xe0 face, he said."), "Face à face, he said."},
		{"Windows-1252", []byte("The caf\xe9 \x93burned\x94 down \x96 twice."), "The café “burned” down – twice."},
	} {
		d, err := Read(c.in)
		if err != nil || d.Text != c.want {
			t.Errorf("%s: got %v %v, want %q", c.name, d, err, c.want)
		}
	}
}

// TestOffsetsLeadBackToTheOriginal finds every word of the cleaned text at its place in the bytes as received.
func TestOffsetsLeadBackToTheOriginal(t *testing.T) {
	const report = "\r\n  Rebels\u00a0attack\u00ad Bria \r\n\r\n\r\n\tThe caf\u00e9 \u201cOubangui\u201d \u2013 near\u200b the river\u2019s bank \u2013 burned\tdown.\r\n"
	utf16 := func(big bool, mark string) []byte {
		b := []byte(mark)
		for _, r := range report {
			if big {
				b = append(b, byte(r>>8), byte(r))
			} else {
				b = append(b, byte(r), byte(r>>8))
			}
		}
		return b
	}
	windows, err := charmap.Windows1252.NewEncoder().Bytes([]byte(strings.ReplaceAll(report, "\u200b", "")))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		original []byte
		unit     func(b []byte) string // the character that b starts with
	}{
		"UTF-8":                    {[]byte(report), func(b []byte) string { _, n := utf8.DecodeRune(b); return string(b[:n]) }},
		"UTF-8 with a mark":        {[]byte("\xef\xbb\xbf" + report), func(b []byte) string { _, n := utf8.DecodeRune(b); return string(b[:n]) }},
		"UTF-16 LE":                {utf16(false, "\xff\xfe"), func(b []byte) string { return string(rune(b[0]) | rune(b[1])<<8) }},
		"UTF-16 BE":                {utf16(true, "\xfe\xff"), func(b []byte) string { return string(rune(b[1]) | rune(b[0])<<8) }},
		"UTF-16 LE without a mark": {utf16(false, ""), func(b []byte) string { return string(rune(b[0]) | rune(b[1])<<8) }},
		"UTF-16 BE without a mark": {utf16(true, ""), func(b []byte) string { return string(rune(b[1]) | rune(b[0])<<8) }},
		"Windows-1252":             {windows, func(b []byte) string { return string(charmap.Windows1252.DecodeByte(b[0])) }},
	} {
		d, err := Read(c.original)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if want := "Rebels attack Bria\n\nThe café “Oubangui” – near the river’s bank – burned down."; d.Text != want {
			t.Errorf("%s: got %q, want %q", name, d.Text, want)
		}
		for i, r := range d.Text {
			at := d.Original(i)
			if at >= len(c.original) {
				t.Fatalf("%s: Original(%d) is %d of %d", name, i, at, len(c.original))
			}
			if got := c.unit(c.original[at:]); got != string(r) && r != ' ' && r != '\n' {
				t.Errorf("%s: %q at %d is %q at %d of the original", name, r, i, got, at)
			}
		}
	}
}

func TestBytesThatAreNoText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", "is empty"},
		{"white space", " \n\t ", "is empty"},
		{"a PDF", "%PDF-1.4 ...", "PDF"},
		{"a picture", "\x89PNG\r\n", "PNG"},
		{"NUL bytes", "ab\x00\x00\x00cd\x01", "binary"},
		{"broken UTF-8", "caf\xc3\xa9 and caf\xc3 end", "not valid UTF-8 (byte 13)"},
		{"half a letter at the end", "They burned the caf\xc3", "not valid UTF-8 (byte 19)"},
		{"half a letter alone", "They burned \xc3 and left", "not valid UTF-8 (byte 12)"},
		{"Cyrillic in Windows-1251", "\xcf\xee\xe2\xf1\xf2\xe0\xed\xf6\xfb", "not valid UTF-8 (byte 0)"},
		{"half a unit of UTF-16", "\xff\xfea\x00b", "not valid UTF-16 (it ends inside a character, at byte 4)"},
		{"half a rune in UTF-16", "\xff\xfe\x00\xd8a\x00", "not valid UTF-16"},
	} {
		_, err := Read([]byte(c.in))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := Read(nil); !errors.Is(err, ErrEmpty) {
		t.Errorf("got %v, want ErrEmpty", err)
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Rebels attacked the town of Bria on Monday, killing nine people.", "en"},
		{"GUERRILLAS ATTACKED THE FARM NEAR FLORES ON SUNDAY, THE ARMY SAID TODAY.", "en"},
		{"Nine people killed in Kabul", "en"},
		{"Les rebelles ont attaqué la ville de Bria lundi et neuf personnes ont été tuées dans les combats, selon des habitants.", "fr"},
		{"Los rebeldes atacaron la ciudad el lunes y mataron a nueve personas, según fuentes de la policía local.", "es"},
		{"Bewaffnete griffen am Sonntag die Stadt an und töteten nach Angaben der Polizei mindestens zwölf Menschen.", "de"},
		{"قتل تسعة أشخاص في هجوم على المدينة يوم الاثنين وفقا لمسؤولين محليين", "ar"},
		{"Повстанцы атаковали город в понедельник, погибли девять человек, сообщили местные власти.", "ru"},
		{"Дев’ять військових загинули внаслідок атаки на колону в неділю, повідомила влада міста.", "uk"},
		{"نه سرباز در حمله به یک کاروان در روز یکشنبه کشته شدند.", "fa"},
		{"Կիրակի օրը հարձակման հետևանքով ինը զինվոր է զոհվել", "und"},
		{"Pazar günü şehir merkezinde düzenlenen saldırıda dokuz asker hayatını kaybetti. Bölgede çatışmalar sürüyor.", "tr"},
		{"Watu tisa waliuawa katika shambulio la waasi mjini siku ya Jumapili, polisi walisema.", "sw"},
		{"Neun Tote bei Angriff auf Konvoi im Norden", "de"},
		{"Neuf morts dans une attaque à Bria", "fr"},
		{"GUERRILLEROS ATACARON UN PUESTO DE POLICIA EN ARAUCA EL DOMINGO Y MATARON A TRES AGENTES.", "es"},
		{`El secretario dijo "we will win the war" ante el consejo. Los soldados atacaron la ciudad el domingo y murieron nueve personas en los combates.`, "es"},
		// English, however many names it has from elsewhere, is not refused.
		{"Abdul Rahman al-Kurdi and Qasem al-Araji met Nouri al-Maliki in Sulaymaniyah, Tuz Khurmatu and Qayyarah on Sunday.", "en"},
		{"Guerrillas of the Ejercito de Liberacion Nacional bombed Barrancabermeja, San Vicente de Chucuri and Puerto Wilches.", "en"},
		{"ELN attacks Puerto de la Cruz, San Juan de los Morros, Villa del Rosario", "en"},
		{"Fighters of the group chanted “الله أكبر” as they entered Bria on Sunday, residents said.", "en"},
		{`The rebels shouted "vive la revolution, mort aux traitres" as they entered Goma on Sunday.`, "en"},
		{"Hayat Tahrir al-Sham, Ahrar al-Sham, Jaysh al-Islam fight Ariha, Maarrat al-Numan, Saraqib, Khan Sheikhoun", ""},
		{"Shells fall on a school in the rebel half of Bria; teachers lead the pupils, some of them in tears, into the cellar.", "en"},
		{"A car bomb exploded outside a bank in Bria.", "en"},
		{"Car bomb in Bria; a van explodes in a queue", ""},
		{"Bria", ""},
		{"12 34 56", ""},
	} {
		d, err := Read([]byte(c.in))
		if err != nil || d.Language != c.want {
			t.Errorf("%.40q: got %q (%v), want %q", c.in, d.Language, err, c.want)
		}
	}
}

// check fails where a document breaks what its fields promise.
func check(t interface {
	Fatalf(string, ...any)
}, original []byte, d *Doc) {
	inside := func(what string, s sitrep.Span) {
		if s.Start < 0 || s.Start >= s.End || s.End > len(d.Text) || !utf8.RuneStart(d.Text[s.Start]) || s.End < len(d.Text) && !utf8.RuneStart(d.Text[s.End]) {
			t.Fatalf("%s %v is not a run of runes of %d bytes", what, s, len(d.Text))
		}
	}
	if !utf8.ValidString(d.Text) {
		t.Fatalf("the text is not UTF-8")
	}
	end := 0
	for _, b := range d.Blocks {
		inside("block", b.Span)
		if b.Start < end || strings.TrimSpace(d.Text[end:b.Start]) != "" {
			t.Fatalf("block %v overlaps or leaves words out after %d", b.Span, end)
		}
		end = b.End
	}
	if strings.TrimSpace(d.Text[end:]) != "" {
		t.Fatalf("words after the last block")
	}
	end, next := 0, 0
	for i, s := range d.Sents {
		inside("sentence", s.Span)
		if s.Start < end || s.First != next || s.Last <= s.First || !d.Blocks[s.Block].Contains(s.Span) {
			t.Fatalf("sentence %d %+v does not follow %d", i, s, end)
		}
		end, next = s.End, s.Last
		at := s.Start
		for k := s.First; k < s.Last; k++ {
			tok := d.Tokens[k]
			inside("token", tok.Span)
			if tok.Start < at || tok.End > s.End || int(tok.Sent) != i || tok.Norm == "" {
				t.Fatalf("token %d %+v of sentence %d", k, tok, i)
			}
			at = tok.End
		}
	}
	if next != len(d.Tokens) {
		t.Fatalf("%d tokens, %d in sentences", len(d.Tokens), next)
	}
	last := 0
	for i := 0; i <= len(d.Text); i++ {
		o := d.Original(i)
		if o < last || o > len(original) {
			t.Fatalf("Original(%d) is %d after %d, of %d", i, o, last, len(original))
		}
		last = o
	}
}

func TestDocumentsKeepTheirPromises(t *testing.T) {
	pieces := []string{"Rebels", "left", "the", "U.S.", " ", " ", "\n", "\n\n", "\r\n", ".", ". ", ",", "“", "”", "'s", "n't", "-", "(Reuters)", "- ", "• ", "1. ", "é", "\u200b", "٣", "中", "10.5", "Maj.", "…", "\t", ":", "http://x.y/z.", "IS"}
	rapid.Check(t, func(t *rapid.T) {
		b := []byte(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 60).Draw(t, "pieces"), ""))
		if d, err := Read(b); err == nil {
			check(t, b, d)
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"MOSUL, Iraq (Reuters) - Rebels left.\n\nRead more: x", "\xff\xfea\x00", "caf\xe9", "“a.” B", "a\r\n\r\n\r\n- b", "n't can't 'S"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if d, err := Read(b); err == nil {
			check(t, b, d)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	in := []byte(strings.Repeat("MOSUL, Iraq (Reuters) - Iraqi forces entered on Sunday the heart of Mosul, Maj. Gen. Ali Hassan said.\n\n“We don't know,” he added.\n\n", 25))
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		if _, err := Read(in); err != nil {
			b.Fatal(err)
		}
	}
}

// TestNoInputTakesTimeWithTheSquareOfItsLength reads texts that repeat one thing; each takes well under a second.
func TestNoInputTakesTimeWithTheSquareOfItsLength(t *testing.T) {
	for _, unit := range []string{"“", "a-", "a.", "1. ", "- ", "(", ".\"", "a@", "http://", "www.", "By A\n", "photo: a\n", "MOSUL (AP) - A\n", "A: ", "a\n", "A\n\n",
		"Gen. ", "'s", "is seen ", "— ", "a/", "A, ", "\u00ad", "\n", "é", "\u200b ", "_", "..."} {
		start := time.Now()
		in := []byte(strings.Repeat(unit, 100_000/len(unit)) + "x.")
		d, err := Read(in)
		if err == nil {
			check(t, in, d)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%q: %v", unit, took)
		}
	}
}

func TestLongReportsAreCut(t *testing.T) {
	for name, c := range map[string]struct{ unit, end string }{
		"paragraphs": {"Rebels left. Troops\ncame.\n\n", "came."},
		"lines":      {"Rebels left\n", "left"},
		"words":      {"Rebels left ", "s left"},
		"no words":   {"é", "é"},
	} {
		in := []byte(strings.Repeat(c.unit, (MaxText+9)/len(c.unit)+2))
		d, err := Read(in)
		if err != nil {
			t.Fatal(err)
		}
		if !d.Truncated || len(d.Text) > MaxText || len(d.Text) < MaxText-1<<16 || !strings.HasSuffix(d.Text, c.end) {
			t.Errorf("%s: cut (%v) to %d bytes that end with %q", name, d.Truncated, len(d.Text), d.Text[len(d.Text)-9:])
		}
		check(t, in, d)
	}
	if d, err := Read([]byte(strings.Repeat("Rebels ", MaxText/7))); err != nil || d.Truncated {
		t.Errorf("%v: a report of the greatest length is cut", err)
	}
}

func TestNoSentenceIsEndless(t *testing.T) {
	d, err := Read([]byte(strings.Repeat("rebels left and ", 1000)))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range d.Sents {
		if n := s.Last - s.First; n > maxSentence {
			t.Fatalf("a sentence of %d tokens", n)
		}
	}
}
