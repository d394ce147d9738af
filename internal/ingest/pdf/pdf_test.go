package pdf

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSituationReportInTwoColumns(t *testing.T) {
	r := reader(Options{})
	for _, c := range []struct {
		name  string
		mixed bool
	}{{"columns drawn one after the other", false}, {"columns drawn line by line", true}} {
		t.Run(c.name, func(t *testing.T) {
			b := situation(c.mixed)
			item, err := r.Read(context.Background(), b)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(situationText, string(item.Text)); d != "" {
				t.Error(d)
			}
			if item.Published.String() != "2023-11-24" || item.Author != "Relief Coordination Office" {
				t.Errorf("published %v by %q", item.Published, item.Author)
			}
		})
	}
}
