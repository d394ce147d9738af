package extract

import (
	"reflect"
	"testing"

	"sitrep/internal/incident"
)

func TestASummaryRanksWhoDidWhatToWhom(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct {
		name, text string
		kind       incident.Kind
		first      map[incident.Part]string
	}{
		{"a murder in a telex", "UNIDENTIFIED MEN THIS MORNING MURDERED JUDGE ERNESTO PALMA VIDAL IN THE CITY OF SANTA LUCIA. THE JUDGE WAS DRIVING TO WORK " +
			"WHEN TWO GUNMEN ON A MOTORCYCLE OPENED FIRE ON HIS CAR.", incident.Attack,
			map[incident.Part]string{incident.Victim: "ERNESTO PALMA VIDAL", incident.Perpetrator: "UNIDENTIFIED MEN"}},
		{"a bombing in a telex", "A POWERFUL BOMB EXPLODED LAST NIGHT IN FRONT OF A BRANCH OF THE BANK, DAMAGING THE BUILDING. URBAN GUERRILLAS ARE BELIEVED TO " +
			"HAVE PLACED THE BOMB.", incident.Bombing, map[incident.Part]string{incident.Weapon: "BOMB", incident.Target: "BUILDING"}},
		{"a kidnapping in ordinary case", "Gunmen kidnapped the businessman Rodrigo Salas Mena in the capital yesterday. The rebels demand a ransom.", incident.Kidnapping,
			map[incident.Part]string{incident.Victim: "Rodrigo Salas Mena"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := Input{Original: []byte(c.text)}
			s, e, err := r.Incidents(in)
			if err != nil {
				t.Fatal(err)
			}
			if s.Kinds[0].Kind != c.kind || s.Incident < 0.5 {
				t.Errorf("kinds %v, incident %.2f; want %s first and an incident", s.Kinds, s.Incident, c.kind)
			}
			seen := map[incident.Part]bool{}
			for _, p := range s.Parties {
				if p.Text != p.Of(e.Report.Text) || p.Probability < 0 || p.Probability > 1 {
					t.Errorf("%+v does not quote the report, or its probability is none", p)
				}
				if want := c.first[p.Part]; want != "" && !seen[p.Part] && p.Text != want {
					t.Errorf("first %s is %q, want %q", p.Part, p.Text, want)
				}
				seen[p.Part] = true
			}
			for part := range c.first {
				if !seen[part] {
					t.Errorf("no %s in %+v", part, s.Parties)
				}
			}
			if again, _, _ := r.Incidents(in); !reflect.DeepEqual(s, again) {
				t.Error("a second reading gives another summary")
			}
		})
	}
}

func TestPeacefulReportsTellNoIncident(t *testing.T) {
	s, _, err := newReader(t).Incidents(Input{Original: []byte("The ministry of education opened two schools in the valley on Monday. Teachers welcomed the new classrooms.")})
	if err != nil || s.Incident >= 0.5 {
		t.Errorf("incident %.2f, %v", s.Incident, err)
	}
}

func TestAReportInAnotherLanguageHasAnEmptySummary(t *testing.T) {
	s, _, err := newReader(t).Incidents(Input{Original: []byte("Der Minister sagte am Montag, die Regierung habe den Vertrag mit den Nachbarn noch nicht unterschrieben und werde warten.")})
	if err != nil || s.Incident != 0 || s.Kinds == nil || len(s.Parties) > 0 {
		t.Errorf("%+v, %v", s, err)
	}
}
