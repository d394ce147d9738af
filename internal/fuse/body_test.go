package fuse

import (
	"bytes"
	"errors"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitrep"
)

// whole is an account in which nothing is left at its zero value, but for what is derived.
func whole() *Account {
	n := func(n int) *int { return &n }
	f := func(x float64) *float64 { return &x }
	day := sitrep.NewDate(2017, 3, 14)
	a := &Account{Report: "r-00000000000000aa", Origin: "r-00000000000000bb", Main: true, Type: "attack", Published: day, From: day.AddDays(-2), To: day.AddDays(-1),
		Claims: []sitrep.ClaimID{"c-ffffffffffffffff", "c-0000000000000001"},
		Places: []Place{{sitrep.EventPlace{Name: "Kirkuk", Entity: "e3", Country: "IQ", Division: "Kirkuk", Precision: sitrep.Offset, Lat: f(35.46806), Lon: f(-44.39222), RadiusKm: 12.5}, -1.25},
			{sitrep.EventPlace{Name: "Null Island", Precision: sitrep.City, Lat: f(0), Lon: f(1.0 / 3)}, 0}},
		Days:   []Day{{day, .1}},
		Counts: []Count{{Measure: sitrep.Killed, Low: n(7), Best: n(8), High: n(9), options: []number{{8, .3}, {-1, -2}}}, {Measure: sitrep.Injured}}}
	text := "Car bomb kills 7 at Kirkuk market, Colonel Dilshad Rawand of Kirkuk said in Kirkuk"
	a.tell(text, []sitrep.Span{{End: len(text)}})
	a.people([]string{"Dilshad Rawand"})
	a.finish()
	return a
}

var unexported = cmp.AllowUnexported(Account{}, Count{}, number{}, word{}, sitrep.Date{})

func TestAnAccountIsKeptWhole(t *testing.T) {
	a := whole()
	for i := range reflect.TypeFor[Account]().NumField() {
		if f := reflect.ValueOf(*a).Field(i); f.IsZero() && reflect.TypeFor[Account]().Field(i).Name != "keys" {
			t.Errorf("%s is zero: the test tells nothing of it", reflect.TypeFor[Account]().Field(i).Name)
		}
	}
	for i := range reflect.TypeFor[sitrep.EventPlace]().NumField() {
		if reflect.ValueOf(a.Places[0].EventPlace).Field(i).IsZero() {
			t.Errorf("place: field %d is zero: the test tells nothing of it", i)
		}
	}
	body, err := a.AppendBinary(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := OpenAccount(a.Report, a.Origin, body)
	if err != nil {
		t.Fatal(err)
	}
	a.Keys()
	got.Keys()
	if d := cmp.Diff(a, got, unexported); d != "" {
		t.Error(d)
	}
	for n := range body {
		if _, err := OpenAccount(a.Report, "", body[:n]); !errors.Is(err, ErrBody) {
			t.Errorf("cut after %d bytes: %v", n, err)
		}
	}
	words := len(a.words)
	a.words = nil
	bare, _ := a.AppendBinary(nil)
	if n := (len(body) - len(bare)) / words; n > 6 {
		t.Errorf("a word takes %d bytes", n)
	}
}

func TestAnAccountWithoutAProperClaimIsNotKept(t *testing.T) {
	for _, id := range []sitrep.ClaimID{"", "c-1", "r-00000000000000aa", "c-00000000000000ag"} {
		a := whole()
		a.Claims = []sitrep.ClaimID{id}
		if _, err := a.AppendBinary(nil); err == nil {
			t.Errorf("%q: no error", id)
		}
	}
}

func FuzzOpenAccount(f *testing.F) {
	body, err := whole().AppendBinary(nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(body)
	f.Add([]byte{BodyVersion})
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := OpenAccount("r-1", "", b)
		if err != nil {
			return
		}
		again, err := a.AppendBinary(nil)
		if err != nil {
			t.Fatal(err)
		}
		c, err := OpenAccount("r-1", "", again)
		if err != nil {
			t.Fatal(err)
		}
		if third, _ := c.AppendBinary(nil); !bytes.Equal(again, third) {
			t.Fatal("what was read is written otherwise")
		}
		Compare(a, c)
		a.Keys()
	})
}
