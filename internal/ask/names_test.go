package ask

import "testing"

func TestCountryIsNotNamedByALongerName(t *testing.T) {
	for sentence, want := range map[string]bool{"South Sudan won.": false, "Sudan and South Sudan met.": true, "Fighting in Sudan went on.": true} {
		if got := names(sentence, "Sudan"); got != want {
			t.Errorf("%s: %v", sentence, got)
		}
	}
	if !names("all of it", "") {
		t.Error("no name is in every sentence")
	}
}

func TestPointsAreRead(t *testing.T) {
	for s, want := range map[string][2]float64{"36.34,43.13": {36.34, 43.13}, " -1 , 2.5 ": {-1, 2.5}, "95,200": {95, 200}} {
		if lat, lon, ok := Point(s); !ok || lat != want[0] || lon != want[1] {
			t.Errorf("%q is %g, %g, %v", s, lat, lon, ok)
		}
	}
	for _, s := range []string{"", "Mosul", "1", "1,2,3", "NaN,1", "Mosul, Iraq"} {
		if _, _, ok := Point(s); ok {
			t.Errorf("%q is taken for a point", s)
		}
	}
}
