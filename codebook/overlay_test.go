package codebook_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sitrep/codebook"
)

// school is an event type of a user's own.
const school = `id: school_occupied
label: School occupied
definition: Soldiers take over a school.
include: [classrooms used as barracks]
exclude: [shells that hit a school (shelling)]
crosswalk: {acled: Strategic developments / Headquarters or base established, plover: COERCE/seize, cameo: null, ucdp: null, why: none fits}
rank: 65
roles: {actor: [agent], target: [patient]}
figures: {}
rules:
  - id: occupy
    verb: [occupy]
    with: {patient: [school], agent: ["@forces", "@fighters"]}
    match: [{text: Troops occupied a school in Pibor., trigger: occupied, place: Pibor}]
    miss: [Students occupied the school.]
`

func folder(files ...string) fstest.MapFS {
	fs := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fs[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return fs
}

func TestOverlayAddsAndReplacesTypes(t *testing.T) {
	base, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	mine := folder("types/school_occupied.yaml", strings.Replace(school, "@fighters", "@boats", 1), "types/coup.yaml", strings.Replace(school, "school_occupied", "coup", 1),
		"lists/boats.txt", "pirogue\n", "README.md", "mine", ".git/config.yaml", "x")
	book, err := codebook.Overlay("mine", mine)
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Types) != len(base.Types)+1 {
		t.Errorf("%d types over %d", len(book.Types), len(base.Types))
	}
	for _, typ := range book.Types {
		own := typ.ID == "coup" || typ.ID == "school_occupied"
		if typ.Own != own || own && (typ.Label != "School occupied" || typ.File != "mine/types/"+typ.ID+".yaml") {
			t.Errorf("%s: own %v, label %q, file %s", typ.ID, typ.Own, typ.Label, typ.File)
		}
		if typ.ID == "coup" || typ.ID == "attack" {
			b, err := book.Source(&typ)
			if err != nil || own != strings.Contains(string(b), "School occupied") {
				t.Errorf("source of %s: %v, %.40q", typ.ID, err, b)
			}
		}
	}
	if len(book.Modality.Future) == 0 || len(book.Attribution.Said) == 0 {
		t.Error("modality or attribution of the built-in codebook is lost")
	}
	book, err = codebook.Overlay("mine", folder("modality.yaml", "future: [plan]\n"))
	if err != nil || !slices.Equal(book.Modality.Future, []string{"plan"}) || len(book.Modality.Negated) != 0 {
		t.Errorf("modality: %v, %v", book, err)
	}
}

func TestOverlaysVersionIsThatOfItsFiles(t *testing.T) {
	base, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	version := func(files ...string) string {
		t.Helper()
		book, err := codebook.Overlay("mine", folder(files...))
		if err != nil {
			t.Fatal(err)
		}
		return book.Version
	}
	plain := version("types/school_occupied.yaml", school, "lists/boats.txt", "pirogue\n")
	if !strings.HasPrefix(plain, base.Version+"+") || len(plain) != len(base.Version)+13 {
		t.Errorf("version %q", plain)
	}
	for name, same := range map[string]string{
		"line ends and a byte order mark": version("types/school_occupied.yaml", "\ufeff"+strings.ReplaceAll(school, "\n", "\r\n"), "lists/boats.txt", "pirogue\r\n"),
		"files that are not read":         version("types/school_occupied.yaml", school, "lists/boats.txt", "pirogue\n", "NOTES.md", "x", "note.txt", "Troops occupied a school.\n"),
	} {
		if same != plain {
			t.Errorf("%s change the version from %s to %s", name, plain, same)
		}
	}
	if other := version("types/school_occupied.yaml", school+"# x\n", "lists/boats.txt", "pirogue\n"); other == plain {
		t.Error("a change does not change the version")
	}
	if named := version("types/school_occupied.yaml", school, "lists/boats.txt", "pirogue\n", "version.txt", "schools-2\n"); !strings.HasPrefix(named, base.Version+"+schools-2.") {
		t.Errorf("version %q", named)
	}
}

// TestFaultsAreToldInOneLine holds that a fault names the file, the entry and the mend.
func TestFaultsAreToldInOneLine(t *testing.T) {
	change := func(old, new string) string {
		if !strings.Contains(school, old) {
			t.Fatalf("no %q in the type", old)
		}
		return strings.Replace(school, old, new, 1)
	}
	const file = "types/school_occupied.yaml"
	for _, c := range []struct{ name, file, text, want string }{
		{"a class that is none", file, change("@fighters", "@boats"), `mine/types/school_occupied.yaml: rule occupy: with agent: no class "@boats"; there are @abstract, `},
		{"a class that is misspelt", file, change("@fighters", "@fihgters"), `rule occupy: with agent: no class "@fihgters"; did you mean "@fighters"?`},
		{"a class among heads", file, change("[occupy]", `["@forces"]`), `rule occupy: "@forces" is a class; classes stand only under with and without`},
		{"a relation that is none", file, change("{patient: [school]", "{pateint: [school]"), `rule occupy: with: no relation "pateint"; did you mean "patient"?`},
		{"a role that is none", file, change("{actor: [agent]", "{actress: [agent]"), `yaml: no role "actress"; there are actor, ally, target, victim, instrument`},
		{"a relation of a role", file, change("{actor: [agent]", "{actor: [agnet]"), `yaml: role actor: no relation "agnet"; did you mean "agent"?`},
		{"a measure that is none", file, change("figures: {}", "figures: {kiled: [patient]}"), `no measure "kiled"; did you mean "killed"?`},
		{"a role of a sentence", file, change("place: Pibor", "roles: {atcor: Troops}"), `rule occupy: match 1: no role "atcor"; did you mean "actor"?`},
		{"a field that is none", file, change("verb:", "verbs:"), `mine/types/school_occupied.yaml:12: no field "verbs"; did you mean "verb"?`},
		{"a list where a word belongs", file, change("label: School occupied", "label: [a, b]"), `:2: is a list where a word or sentence belongs`},
		{"a word where a list belongs", file, change("verb: [occupy]", "verb: occupy"), `:12: is a word or sentence where a list belongs, as in [one, two]`},
		{"a tab", file, change("    verb", "\tverb"), `:12: is indented with a tab; use spaces`},
		{"a bracket left open", file, change("[occupy]", "[occupy"), `; words with a colon, a comma, @ or # in them stand in double quotes`},
		{"an id that is not the file's", "types/schools.yaml", school, `mine/types/schools.yaml: id is "school_occupied"; call the file school_occupied.yaml or the type schools`},
		{"an id with a capital", "types/School.yaml", change("id: school_occupied", "id: School"), `id "School" does not do; use small letters`},
		{"no rules", file, school[:strings.Index(school, "rules:")], `has no rules; give at least one`},
		{"a modality that is none", file, change("    match", "    modality: likely\n    match"), `no modality "likely"; there are actual, possible, future, negated`},
		{"no sentence", file, change("    miss: [Students occupied the school.]\n", ""), `rule occupy: give at least one match and one miss`},
		{"no label", file, change("label: School occupied\n", ""), `label is missing`},
		{"an ending that is not read", "types/school_occupied.yml", school, `mine/types/school_occupied.yml: would not be read; files in types end in .yaml`},
		{"a file in the wrong place", "school_occupied.yaml", school, `mine/school_occupied.yaml: would not be read; put it where it belongs: types/NAME.yaml`},
		{"nothing", "report.txt", "x", `mine: holds nothing of a codebook; put types/NAME.yaml`},
		{"a label that does not do", "version.txt", "my schools\n", `mine/version.txt: give one word of letters`},
	} {
		_, err := codebook.Overlay("mine", folder(c.file, c.text))
		switch {
		case err == nil:
			t.Errorf("%s: no fault", c.name)
		case !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") || !strings.HasPrefix(err.Error(), "mine"):
			t.Errorf("%s: %q, want %q", c.name, err, c.want)
		}
	}
}

func TestLintNamesEveryFaultAndGivesAdvice(t *testing.T) {
	text := strings.NewReplacer("COERCE/seize", "COERCE/sieze", "Headquarters or base established", "Bases", "cameo: null", `cameo: "1999"`, "ucdp: null", `ucdp: "4"`,
		"why: none fits", "why: x", "rank: 65", "rank: 100", "trigger: occupied", "trigger: took over", "include: [classrooms used as barracks]\n", "").Replace(school)
	book, faults := codebook.Lint("mine", folder("types/school_occupied.yaml", text, "types/coup.yaml", "id: coup\n"))
	if book == nil {
		t.Fatal("no codebook")
	}
	var got []string
	for _, f := range faults {
		s := f.Error()
		if f.Advice {
			s = "advice: " + s
		}
		got = append(got, s)
	}
	for _, want := range []string{
		"mine/types/coup.yaml: label is missing",
		"mine/types/coup.yaml: definition is missing",
		`mine/types/school_occupied.yaml: crosswalk: acled: "Strategic developments" has no sub-event type "Bases"; there are Agreement, Arrests,`,
		`crosswalk: plover: COERCE has no mode "sieze"; did you mean "seize"?`,
		`crosswalk: cameo: no code "1999"`,
		`crosswalk: ucdp: no type of violence "4"`,
		"rank is 100; give 10 to 95",
		`rule occupy: the trigger "took over" is not in "Troops occupied a school in Pibor."`,
		"advice: mine/types/school_occupied.yaml: include is not given",
		"advice: mine/types/school_occupied.yaml: has 1 of 12 match sentences that name a slot beside the trigger",
		"advice: mine/types/school_occupied.yaml: has 1 of 6 miss sentences",
	} {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, want) }) {
			t.Errorf("no %q among\n%s", want, strings.Join(got, "\n"))
		}
	}
	_, faults = codebook.Lint("mine", folder("types/school_occupied.yaml", school, "types/school_used.yaml", strings.Replace(school, "school_occupied", "school_used", 1)))
	if !slices.ContainsFunc(faults, func(f codebook.Fault) bool {
		return strings.HasSuffix(f.Error(), `"Troops occupied a school in Pibor." stands under school_occupied.occupy already; write another sentence`)
	}) {
		t.Errorf("a sentence given twice is not named: %v", faults)
	}
}

func TestDiff(t *testing.T) {
	base, err := codebook.Default()
	if err != nil {
		t.Fatal(err)
	}
	var coup *codebook.Type
	for i := range base.Types {
		if base.Types[i].ID == "coup" {
			coup = &base.Types[i]
		}
	}
	source, err := base.Source(coup)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer("rank: 75", "rank: 70", "  - id: dissolve\n", "  - id: dissolve-state\n", "Soldiers staged a coup in Niamey on Wednesday.", "Soldiers staged a coup in Accra.",
		"verb: [seize power,", "verb: [hold power,", "actor: [agent]\n", "actor: [agent, by]\n").Replace(string(source))
	over, err := codebook.Overlay("mine", folder("types/coup.yaml", text, "types/school_occupied.yaml", school,
		"lists/facilities.txt", "parish hall\n-bank\n"))
	if err != nil {
		t.Fatal(err)
	}
	show := func(a, b *codebook.Codebook) string {
		changes, err := codebook.Diff(a, b)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, c := range changes {
			out = append(out, strings.Join(strings.Fields(strings.Join([]string{c.What, c.Kind, c.Type, c.Rule, c.In, c.Name, c.From, c.To, "+", strings.Join(c.Added, ","),
				"-", strings.Join(c.Removed, ",")}, " ")), " "))
		}
		return strings.Join(out, "\n")
	}
	got := show(base, over)
	for _, want := range []string{"changed field coup rank 75 70 + -", "changed field coup roles actor [agent] [agent, by] + -", "removed rule coup dissolve + -",
		"added rule coup dissolve-state + -", "added sentence coup coup Soldiers staged a coup in Accra. match", "removed sentence coup coup Soldiers staged a coup in Niamey on Wednesday. match",
		"changed field coup seize-power verb + hold power - seize power", "added type school_occupied School occupied + -", "added word lists/facilities.txt parish hall + -",
		"removed word lists/facilities.txt bank + -"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if again := show(base, over); again != got {
		t.Errorf("differs when asked again:\n%s", again)
	}
	alone := fstest.MapFS{"version.txt": {Data: []byte("0")}, "modality.yaml": {Data: []byte("future: [plan]\n")}, "attribution.yaml": {Data: []byte("said: [say]\n")},
		"types/school_occupied.yaml": {Data: []byte(strings.Replace(school, "@fighters", "@pirates", 1))}, "lists/people.txt": {Data: []byte("man\n")},
		"actors/bodies.tsv": {Data: []byte("army\tarmy\tmilitary\tMIL\n")}}
	if !codebook.Whole(alone) || codebook.Whole(folder("types/school_occupied.yaml", school)) {
		t.Error("a whole codebook is not told from an overlay")
	}
	old, err := codebook.ReadAlone("old", alone)
	if err != nil {
		t.Fatalf("a codebook that asks for what is no more: %v", err)
	}
	if got := show(old, over); !strings.Contains(got, "changed field school_occupied occupy with agent + @fighters - @pirates") {
		t.Errorf("compared with one that stands alone:\n%.600s", got)
	}
	alone["types/school_occupied.yaml"].Data = []byte("id: [\n")
	if _, err := codebook.ReadAlone("old", alone); err == nil || !strings.HasPrefix(err.Error(), "old/types/school_occupied.yaml") {
		t.Errorf("a file that cannot be read: %v", err)
	}
	if same := show(over, over); same != "" {
		t.Errorf("a codebook differs from itself:\n%s", same)
	}
}
