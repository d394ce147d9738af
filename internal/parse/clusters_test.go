package parse

import (
	"testing"

	"pgregory.net/rapid"
)

func TestDamagedClustersAreAnError(t *testing.T) {
	for _, n := range []int{0, 7, 8, 11, 12, len(clusterBin) - 1} {
		if _, err := loadClusters(clusterBin[:n]); err == nil {
			t.Errorf("clusters cut to %d bytes load", n)
		}
	}
	if _, err := loadClusters("SITRCLU0" + clusterBin[8:]); err == nil {
		t.Error("clusters of another version load")
	}
}

func TestClusterFoldsCaseAndDigits(t *testing.T) {
	p := newTestParser(t)
	for _, c := range []struct {
		a, b string
		up   bool
		same bool
	}{
		{"troops", "Troops", false, true},
		{"TROOPS", "troops", true, true},
		{"TROOPS", "troops", false, true},
		{"1,500", "2,600", false, true},
		{"US", "us", false, false},
		{"US", "us", true, true},
		{"rebels", "insurgents", false, true},
		{"aleppo", "rifles", false, false},
	} {
		a, ok := p.Cluster(c.a, c.up)
		b, known := p.Cluster(c.b, c.up)
		if !ok || !known || (a == b) != c.same {
			t.Errorf("%q %04x %v, %q %04x %v: the same should be %v", c.a, a, ok, c.b, b, known, c.same)
		}
	}
	if _, ok := p.Cluster("zzyzzx", false); ok {
		t.Error("a word never seen has a class")
	}
}

func TestClusterKeyIsTheTaggersKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.String().Draw(t, "word")
		up := rapid.Bool().Draw(t, "upper")
		var in TagInput
		in.Reset([]string{w}, up, noWords{})
		if got := ClusterKey(w, up); got != in.FoldedKey(0) {
			t.Errorf("key of %q is %x, the tagger's %x", w, got, in.FoldedKey(0))
		}
	})
}

type noWords struct{}

func (noWords) Lookup(uint64, int) (LexEntry, bool) { return LexEntry{}, false }

func BenchmarkCluster(b *testing.B) {
	p := newTestParser(b)
	b.ReportAllocs()
	for b.Loop() {
		p.Cluster("peshmerga", false)
	}
}
