package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitrep"
)

// answers are what an archive says to a few questions, to compare archives by.
func answers(t testing.TB, a *Archive) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for name, f := range map[string]Filter{
		"all": {Copies: true}, "first": {}, "words": {Text: "killed -police"}, "phrase": {Text: `"people were"`}, "type": {Types: []string{"attack"}},
		"country": {Country: "SY"}, "near": {Near: &Circle{36.2, 37.1, 60}}, "actor": {Actor: "Islamic State"}, "measure": {Measure: sitrep.Killed}, "publisher": {Publisher: "The Courier"},
	} {
		for _, r := range pages(t, a.Reports, f, 17) {
			out["reports, "+name] = append(out["reports, "+name], string(r.ID)+" "+string(r.Lead)+" "+string(r.Title))
		}
		for _, c := range pages(t, a.Claims, f, 17) {
			out["claims, "+name] = append(out["claims, "+name], string(c.Claim.ID)+" "+c.Claim.Trigger.Text)
		}
		for _, g := range pages(t, a.Figures, f, 17) {
			out["figures, "+name] = append(out["figures, "+name], string(g.Claim.ID)+" "+g.Figure.Text)
		}
	}
	return out
}

func TestABackupRestoresIntoEitherDialect(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		add(t, a, entries(t)[:40]...)
		add(t, a, copies(t)...)
		if err := a.Retract(t.Context(), copies(t)[3].Extraction.Report.ID, "withdrawn", false); err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := a.Backup(t.Context(), &file); err != nil {
			t.Fatal(err)
		}
		want := answers(t, a)
		onEach(t, func(t *testing.T, b *Archive) {
			found, err := b.Restore(t.Context(), bytes.NewReader(file.Bytes()))
			if err != nil || len(found.Faults) > 0 {
				t.Fatal(err, found.Faults)
			}
			if diff := cmp.Diff(want, answers(t, b)); diff != "" {
				t.Errorf("answers differ:\n%s", diff)
			}
			// What is restored goes on.
			if done := add(t, b, entries(t)[35:45]...); done.New != 5 || done.Known != 5 {
				t.Errorf("added to the restored archive: %+v", done)
			}
			clean(t, b)
			if _, err := b.Restore(t.Context(), bytes.NewReader(file.Bytes())); err == nil || !strings.Contains(err.Error(), "not empty") {
				t.Errorf("restored into an archive that is not empty: %v", err)
			}
		})
	})
}

func TestADamagedBackupRestoresNothing(t *testing.T) {
	a := open(t, filepath.Join(t.TempDir(), "a.db"))
	add(t, a, copies(t)...)
	var file bytes.Buffer
	if err := a.Backup(t.Context(), &file); err != nil {
		t.Fatal(err)
	}
	whole := file.Bytes()
	changed := bytes.Clone(whole)
	changed[len(changed)/2] ^= 0x55
	for name, b := range map[string][]byte{"empty": {}, "cut short": whole[:len(whole)/2], "without its end": whole[:len(whole)-20], "changed": changed, "another file": []byte("report\n"),
		"JSON": []byte(`{"sitrep_backup":1}`)} {
		r := open(t, filepath.Join(t.TempDir(), "b.db"))
		if _, err := r.Restore(t.Context(), bytes.NewReader(b)); !errors.Is(err, ErrBackup) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
		if n := count(t, r); n["reports"] != 0 || n["log"] != 0 {
			t.Errorf("%s: something was kept: %v", name, n)
		}
	}
}

func FuzzRestore(f *testing.F) {
	a := open(f, filepath.Join(f.TempDir(), "a.db"))
	if _, err := a.Add(f.Context(), []Entry{read(f, plain("Shelling killed three civilians in Aleppo on Monday, the army said.", "2019-03-02", "The Courier"))}); err != nil {
		f.Fatal(err)
	}
	var file bytes.Buffer
	if err := a.Backup(f.Context(), &file); err != nil {
		f.Fatal(err)
	}
	lines, err := (&frames{}).open(file.Bytes())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(lines)
	f.Add([]byte(`{"sitrep_backup":1}` + "\n"))
	f.Add([]byte(`{"sitrep_backup":1,"log":1}` + "\n" + `{"table":"moved","columns":"old:t new:t kind:t seq:i"}` + "\n" + `{"row":["a",null,3,"x"]}` + "\n"))
	var r *Archive
	dir, filled := f.TempDir(), 0
	f.Fuzz(func(t *testing.T, b []byte) {
		if r == nil {
			var err error
			if r, err = Open(context.Background(), filepath.Join(dir, fmt.Sprintf("b%d.db", filled)), Options{Clock: ticking()}); err != nil {
				t.Fatal(err)
			}
		}
		packed, err := (&frames{}).pack(b)
		if err != nil {
			t.Fatal(err)
		}
		switch _, err := r.Restore(t.Context(), bytes.NewReader(packed)); {
		case err == nil:
			r.Close()
			r = nil
			filled++
		case strings.Contains(err.Error(), "\n"):
			t.Errorf("%q", err)
		}
	})
}
