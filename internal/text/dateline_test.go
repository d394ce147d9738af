package text

import (
	"strings"
	"testing"

	"sitrep"
)

func TestDatelines(t *testing.T) {
	for _, line := range []string{
		"MOSUL, Iraq (Reuters) -", "KYIV, March 3 (AP) —", "KANO, Nigeria, Jan 24 (Reuters) -", "BEIRUT/AMMAN (Reuters) -",
		"GAZA CITY, Gaza Strip (AFP) –", "N'DJAMENA, Chad –", "Port-au-Prince, Haiti, 12 June 2024 (AP) -", "Geneva, 3 March 2022 –",
		"JUBA (12 March 2019) –", "Damascus, SANA-", "MOGADISHU, Jan. 24, 2019 /Agency/ --", "DONETSK, Ukraine, Sept 5 -",
		"St. Petersburg, Russia (AP) —", "Khartoum (Sudan), 4 May 2023 —", "al-Bab, Syria (AP) -", "Deir ez-Zor-", "Mosul-", "NEW YORK —", "THE HAGUE —",
		"(Reuters) -", "PESHAWAR:",
	} {
		for _, news := range []string{"Shells fell on a market. Two men died.", "“We ran,” he said.", "12 men died."} {
			d, err := Read([]byte(line + " " + news))
			if err != nil {
				t.Fatal(err)
			}
			if len(d.Blocks) != 2 || d.Blocks[0].Kind != sitrep.Dateline || d.Blocks[0].Of(d.Text) != line {
				t.Errorf("%s %s: %v, want the dateline alone", line, news, d.Blocks)
			}
		}
	}
	if d, _ := Read([]byte("BOGOTA, 24 MAY 89 (EFE) -- GUERRILLAS BLEW UP A BRIDGE TODAY.")); d.Blocks[0].Of(d.Text) != "BOGOTA, 24 MAY 89 (EFE) --" {
		t.Errorf("a telex: %v", d.Blocks)
	}
}

func TestDashesThatCloseNoDateline(t *testing.T) {
	for _, s := range []string{
		"IS - the group that holds Bria - shelled a village.",
		"Islamic State (IS) - The group - shelled a village.",
		"Rebels attacked a convoy (AP) - The second in a week.",
		"REBEL FORCES — backed by jets — took a bridge.",
		"Pro- and anti-government crowds clashed.",
		"Anti- IS troops and US- Iraqi patrols met.",
		"Turkish- Russian patrols began.",
		"U.S. -led jets struck a depot.",
		"12 March - Rebels attacked a convoy.",
		"Two men died (a third was hurt) - Nobody knows why.",
		"BREAKING: Rebels took Bria.",
		"MOSUL -",
		"REGARDING THE GOVERNMENT - THE MINISTER LEFT.",
		"TWO MISSIONARIES -- BOTH OF THEM FOREIGNERS -- WERE KILLED.",
	} {
		d, err := Read([]byte(s))
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range d.Blocks {
			if b.Kind == sitrep.Dateline {
				t.Errorf("%s: %q is taken for a dateline", s, b.Of(d.Text))
			}
		}
	}
}

func TestNoDatelineIsLong(t *testing.T) {
	d, err := Read([]byte(strings.Repeat("MOSUL ", 40) + "(Reuters) - Two men died."))
	if err != nil || len(d.Blocks) != 1 {
		t.Errorf("%v %v, want the body alone", d.Blocks, err)
	}
}
