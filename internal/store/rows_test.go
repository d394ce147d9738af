package store

import (
	"strings"
	"testing"
)

func TestADamagedArchiveIsToldInALine(t *testing.T) {
	onEach(t, func(t *testing.T, a *Archive) {
		e := read(t, plain("Rebels shelled the port of Aden.", "2024-03-05", "Harbour Post"))
		add(t, a, e)
		if err := a.change(t.Context(), "test", func(p *pen) error {
			_, err := p.do("DELETE FROM originals")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		_, err1 := a.Reports(t.Context(), Filter{})
		_, err2 := a.Claims(t.Context(), Filter{})
		_, err3 := a.Report(t.Context(), string(e.Extraction.Report.ID))
		for _, err := range []error{err1, err2, err3} {
			if err == nil || !strings.Contains(err.Error(), "is damaged: a report has no original or no entry of the log; sitrep verify says where") {
				t.Errorf("got %v", err)
			}
		}
		if f, err := a.Verify(t.Context(), VerifyOptions{}); err != nil || len(f.Faults) == 0 {
			t.Errorf("verifying finds %v, %v", f.Faults, err)
		}
	})
}
