package geo

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Entry is a place to be packed into a layer.
type Entry struct {
	ID       string
	Name     string
	Aliases  []string // other names
	Country  string   // ISO 3166-1 alpha-2 or ""
	Parent   string   // id of the narrowest division, else of the place, that it lies in; "" for none
	Kind     Kind
	Lat, Lon float64
	Located  bool
	// Borrowed says that the point is that of Parent.
	Borrowed   bool
	Population int
}

// packing is an entry under way.
type packing struct {
	Entry
	key  string
	code uint32
}

// Pack makes a layer of entries. The same entries in any order give the same bytes. Names equal after folding are kept
// once, and a name of one letter or without any letter is left out.
func Pack(entries []Entry) ([]byte, error) {
	all := make([]packing, 0, len(entries))
	for _, e := range entries {
		if e.Name = cut(e.Name); Fold(e.Name) == "" {
			return nil, fmt.Errorf("place %s has no name", e.ID)
		}
		all = append(all, packing{Entry: e, key: Fold(e.Name)})
	}
	if len(all) >= noPoint {
		return nil, fmt.Errorf("%d places are too many", len(all))
	}
	var p packer
	if err := p.codes(all); err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b packing) int {
		return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(b.Population, a.Population), strings.Compare(a.ID, b.ID))
	})
	if err := p.records(all); err != nil {
		return nil, err
	}
	p.nameBlocks(all)
	p.keyBlocks(all)
	out := []byte(magic)
	parts := [][]byte{p.countries, p.parents, p.recs, p.byID, p.nameAt, p.names, p.keyAt, p.keys, p.ids}
	for _, part := range parts {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(part)))
	}
	for _, part := range parts {
		out = append(out, part...)
	}
	return out, nil
}

// maxName is how long a name may be in bytes.
const maxName = 120

// cut shortens a name that is too long to a whole number of characters.
func cut(name string) string {
	if len(name) <= maxName {
		return name
	}
	return strings.ToValidUTF8(name[:maxName], "")
}

type packer struct {
	countries, parents, recs, byID, nameAt, names, keyAt, keys, ids []byte
	code                                                            map[string]uint32
}

// codes numbers the ids.
func (p *packer) codes(all []packing) error {
	p.code = map[string]uint32{}
	var others []string
	number := func(id string) error {
		if _, done := p.code[id]; done || id == "" {
			return nil
		}
		if num, is := strings.CutPrefix(id, "gn:"); is {
			n, err := strconv.ParseUint(num, 10, 31)
			if err != nil {
				return fmt.Errorf("%q is no GeoNames id", id)
			}
			p.code[id] = uint32(n)
			return nil
		}
		if len(id) > maxName {
			return fmt.Errorf("id %q is longer than %d bytes", id, maxName)
		}
		p.code[id] = own
		others = append(others, id)
		return nil
	}
	for i := range all {
		if _, twice := p.code[all[i].ID]; twice {
			return fmt.Errorf("%s is the id of two places", all[i].ID)
		}
		if err := number(all[i].ID); err != nil {
			return err
		}
	}
	for i := range all {
		if err := number(all[i].Parent); err != nil {
			return err
		}
	}
	slices.Sort(others)
	for _, id := range others {
		p.code[id] = own | uint32(len(p.ids))
		p.ids = append(append(p.ids, byte(len(id))), id...)
	}
	for i := range all {
		all[i].code = p.code[all[i].ID]
	}
	return nil
}

// records writes the fixed part of each place.
func (p *packer) records(all []packing) error {
	var parents []uint32
	var countries []string
	for _, e := range all {
		if e.Parent != "" {
			parents = append(parents, p.code[e.Parent])
		}
		if e.Country != "" {
			if len(e.Country) != 2 {
				return fmt.Errorf("place %s: %q is no ISO 3166-1 alpha-2 code", e.ID, e.Country)
			}
			countries = append(countries, e.Country)
		}
	}
	slices.Sort(parents)
	parents = slices.Compact(parents)
	slices.Sort(countries)
	countries = slices.Compact(countries)
	if len(parents) >= none16 || len(countries) >= none8 {
		return fmt.Errorf("%d containing places in %d countries are too many; add fewer at a time", len(parents), len(countries))
	}
	for _, c := range parents {
		p.parents = binary.LittleEndian.AppendUint32(p.parents, c)
	}
	for _, c := range countries {
		p.countries = append(p.countries, c...)
	}
	byID := make([]int, len(all))
	for i, e := range all {
		byID[i] = i
		lat, lon := noPoint, noPoint
		if e.Located {
			if !(e.Lat >= -90 && e.Lat <= 90 && e.Lon >= -180 && e.Lon <= 180) {
				return fmt.Errorf("place %s: %v, %v is no point on earth", e.ID, e.Lat, e.Lon)
			}
			lat, lon = int(math.Round((e.Lat+90)*1e4)), int(math.Round((e.Lon+180)*1e4))
		}
		parent, country, kind := none16, none8, slices.Index(kinds, e.Kind)
		if e.Parent != "" {
			parent, _ = slices.BinarySearch(parents, p.code[e.Parent])
		}
		if e.Country != "" {
			country, _ = slices.BinarySearch(countries, e.Country)
		}
		if kind < 0 {
			return fmt.Errorf("place %s: no kind %q", e.ID, e.Kind)
		}
		if e.Borrowed {
			kind |= borrowed
		}
		p.recs = binary.LittleEndian.AppendUint32(p.recs, e.code)
		p.recs = put24(put24(p.recs, lat), lon)
		p.recs = binary.LittleEndian.AppendUint16(p.recs, uint16(parent))
		p.recs = put24(append(p.recs, byte(country), byte(kind)), narrow(max(e.Population, 0)))
	}
	slices.SortFunc(byID, func(a, b int) int { return cmp.Compare(all[a].code, all[b].code) })
	for _, i := range byID {
		p.byID = put24(p.byID, i)
	}
	return nil
}

func put24(b []byte, n int) []byte { return append(b, byte(n), byte(n>>8), byte(n>>16)) }

// nameBlocks writes the names in the order of the records.
func (p *packer) nameBlocks(all []packing) {
	last := ""
	for i, e := range all {
		if i%nameBlock == 0 {
			p.nameAt = binary.LittleEndian.AppendUint32(p.nameAt, uint32(len(p.names)))
			last = ""
		}
		p.names = front(p.names, last, e.Name)
		last = e.Name
	}
}

// front writes s after last: how many bytes they share at the front, how many follow, and those.
func front(b []byte, last, s string) []byte {
	n := 0
	for n < len(s) && n < len(last) && s[n] == last[n] {
		n++
	}
	return append(append(b, byte(n), byte(len(s)-n)), s[n:]...)
}

// keyBlocks writes the folded names with the records that bear them.
func (p *packer) keyBlocks(all []packing) {
	type bearer struct {
		key string
		rec int
	}
	var others []bearer
	for i, e := range all {
		seen := map[string]bool{e.key: true}
		for _, a := range e.Aliases {
			k := Fold(cut(a))
			if !seen[k] && telling(k) {
				seen[k] = true
				others = append(others, bearer{k, i})
			}
		}
	}
	slices.SortFunc(others, func(a, b bearer) int { return cmp.Or(strings.Compare(a.key, b.key), cmp.Compare(a.rec, b.rec)) })
	rec, last := 0, ""
	for n := 0; rec < len(all) || len(others) > 0; n++ {
		key := ""
		if rec < len(all) {
			key = all[rec].key
		}
		if rec == len(all) || len(others) > 0 && others[0].key < key {
			key = others[0].key
		}
		if n%keyBlock == 0 {
			p.keyAt = put24(binary.LittleEndian.AppendUint32(p.keyAt, uint32(len(p.keys))), rec)
			last = ""
		}
		mains, alts := 0, 0
		for rec+mains < len(all) && all[rec+mains].key == key {
			mains++
		}
		for alts < len(others) && others[alts].key == key {
			alts++
		}
		p.keys = front(p.keys, last, key)
		p.keys = append(p.keys, byte(min(mains, 15)|min(alts, 15)<<4))
		for _, c := range []int{mains, alts} {
			if c >= 15 {
				p.keys = binary.AppendUvarint(p.keys, uint64(c))
			}
		}
		for _, o := range others[:alts] {
			p.keys = put24(p.keys, o.rec)
		}
		rec, others, last = rec+mains, others[alts:], key
	}
}

// telling says that a folded name says something: more than one character, not digits only.
func telling(key string) bool {
	return len([]rune(key)) > 1 && strings.Trim(key, "0123456789 ") != ""
}

// OwnID makes the id of a place that GeoNames does not number: "sit:badush-iq".
func OwnID(name, country string) string {
	id := "sit:" + strings.ReplaceAll(Fold(name), " ", "-")
	if country != "" {
		id += "-" + strings.ToLower(country)
	}
	return id
}
