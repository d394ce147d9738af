package sitrep_test

import (
	"bufio"
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the module's path, and so the import path of its root package.
const module = "sitrep"

// maxLines is how long a file may be.
const maxLines = 600

// policy is policy.txt: packages by path under the module, the root being called by the module's name.
type policy struct {
	order []string            // from the top layer down
	words map[string][]string // what each is said to be
}

var policyWords = []string{"pure", "io", "embed", "std", "tests", "tool"}

func parsePolicy(text string) (policy, error) {
	p := policy{words: map[string][]string{}}
	lines := bufio.NewScanner(strings.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line, _, _ := strings.Cut(lines.Text(), "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		pkg, words := fields[0], fields[1:]
		if _, twice := p.words[pkg]; twice {
			return p, fmt.Errorf("policy.txt:%d: %s is listed twice", n, pkg)
		}
		for _, w := range words {
			if !slices.Contains(policyWords, w) {
				return p, fmt.Errorf("policy.txt:%d: no word %q; there are %s", n, w, strings.Join(policyWords, ", "))
			}
		}
		if slices.Contains(words, "pure") == slices.Contains(words, "io") {
			return p, fmt.Errorf("policy.txt:%d: say of %s either pure or io", n, pkg)
		}
		p.order = append(p.order, pkg)
		p.words[pkg] = words
	}
	return p, lines.Err()
}

func (p policy) is(pkg, word string) bool { return slices.Contains(p.words[pkg], word) }

// source is a Go file: its path under the module's root, with slashes, and what stands in it.
type source struct{ path, text string }

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// pkg is the package that the file belongs to, by its folder.
func (s source) pkg() string {
	if dir := path.Dir(s.path); dir != "." {
		return dir
	}
	return module
}

// check says what is wrong with a file, a line a fault.
func (p policy) check(s source) []string {
	var faults []string
	fault := func(format string, args ...any) { faults = append(faults, s.path+": "+fmt.Sprintf(format, args...)) }

	if n := strings.Count(s.text, "\n"); n > maxLines {
		fault("has %d lines; at most %d, so split it", n, maxLines)
	}
	file, err := parser.ParseFile(token.NewFileSet(), s.path, s.text, parser.SkipObjectResolution)
	if err != nil {
		fault("does not parse: %v", err)
		return faults
	}
	for _, name := range []string{strings.TrimSuffix(file.Name.Name, "_test"), path.Base(s.pkg())} {
		switch name {
		case "util", "utils", "common", "helper", "helpers", "misc":
			fault("a package called %s says nothing; name it for what it does", name)
		}
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			fault("has func init; register nothing at start, pass it in")
		}
	}
	if !slices.Contains(p.order, s.pkg()) {
		fault("package %s is not in policy.txt; place it among the layers", s.pkg())
		return faults
	}
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			fault("import %s does not parse: %v", spec.Path.Value, err)
			continue
		}
		if why := p.refuses(s.pkg(), name, s.test()); why != "" {
			fault("imports %s: %s", name, why)
		}
	}
	return faults
}

// refuses says why pkg must not import name; "" where it may.
func (p policy) refuses(pkg, name string, test bool) string {
	if name == "C" {
		return "sitrep is pure Go"
	}
	if name == module || strings.HasPrefix(name, module+"/") {
		return p.refusesOwn(pkg, strings.TrimPrefix(name, module+"/"), test)
	}
	if test {
		return ""
	}
	switch {
	case p.is(pkg, "std") && strings.Contains(strings.Split(name, "/")[0], "."):
		return pkg + " imports the standard library only (std)"
	case p.is(pkg, "pure") && reaches(name):
		return pkg + " does no input or output (pure)"
	case name == "embed" && !p.is(pkg, "embed") && !p.is(pkg, "io"):
		return pkg + " carries no files (say embed if it is to)"
	}
	return ""
}

// refusesOwn is refuses for a package of this module.
func (p policy) refusesOwn(pkg, name string, test bool) string {
	from, to := slices.Index(p.order, pkg), slices.Index(p.order, name)
	switch {
	case to < 0:
		return name + " is not in policy.txt"
	case test && (from == to || p.is(name, "tests")):
		return ""
	case to >= from:
		return pkg + " stands above " + name + " in policy.txt; a package imports only those above it"
	case !test && p.is(name, "tests") && !p.is(pkg, "tests") && !p.is(pkg, "tool"):
		return name + " is for tests and tools only"
	}
	return ""
}

// reaches says whether a package reaches outside the process.
func reaches(name string) bool {
	for _, p := range []string{"os", "net", "syscall", "plugin", "io/ioutil", "log/syslog", "golang.org/x/sys", "golang.org/x/term"} {
		if name == p || strings.HasPrefix(name, p+"/") {
			// These two only read text.
			return name != "net/url" && name != "net/netip" && name != "net/mail" && name != "net/textproto"
		}
	}
	return false
}

func TestPackagesKeepToThePolicy(t *testing.T) {
	text, err := os.ReadFile("policy.txt")
	if err != nil {
		t.Fatal(err)
	}
	p, err := parsePolicy(string(text))
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	err = filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "node_modules") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(base, ".go") {
			return nil
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		files++
		for _, f := range p.check(source{filepath.ToSlash(name), string(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")))}) {
			t.Error(f)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 5 {
		t.Fatalf("found only %d Go files; the test must run in the repository's root", files)
	}
}

func TestPolicyFindsFaults(t *testing.T) {
	p, err := parsePolicy(`
sitrep   pure std   # the domain
book     pure embed
low      pure
high     io
fixture  pure tests
cmd/app  io
eval     io tool
`)
	if err != nil {
		t.Fatal(err)
	}
	importing := func(pkg string, imports ...string) string {
		var b strings.Builder
		b.WriteString("package " + pkg + "\n")
		for _, i := range imports {
			b.WriteString("import _ \"" + i + "\"\n")
		}
		return b.String()
	}
	tests := map[string]struct {
		path, text string
		want       string // a part of the one fault; "" for none
	}{
		"imports the layer above":                 {"low/a.go", importing("low", "sitrep", "sitrep/book", "strings"), ""},
		"imports the layer below":                 {"low/a.go", importing("low", "sitrep/high"), "low stands above high"},
		"imports itself":                          {"low/a.go", importing("low", "sitrep/low"), "low stands above low"},
		"test of a package imports it":            {"low/a_test.go", importing("low_test", "sitrep/low", "os"), ""},
		"test imports the layer below":            {"low/a_test.go", importing("low", "sitrep/high"), "low stands above high"},
		"test imports what is made for tests":     {"low/a_test.go", importing("low", "sitrep/fixture"), ""},
		"product imports what is made for tests":  {"cmd/app/a.go", importing("main", "sitrep/fixture"), "for tests and tools"},
		"tool imports what is made for tests":     {"eval/a.go", importing("main", "sitrep/fixture"), ""},
		"pure package opens files":                {"low/a.go", importing("low", "os"), "no input or output"},
		"pure package starts processes":           {"low/a.go", importing("low", "os/exec"), "no input or output"},
		"pure package uses the network":           {"low/a.go", importing("low", "net/http"), "no input or output"},
		"pure package reads an address":           {"low/a.go", importing("low", "net/url"), ""},
		"package that may do so opens files":      {"high/a.go", importing("high", "os", "net/http"), ""},
		"package that may not carries files":      {"low/a.go", importing("low", "embed"), "carries no files"},
		"package that may carries files":          {"book/a.go", importing("book", "embed"), ""},
		"root imports a library":                  {"a.go", importing("sitrep", "github.com/x/y"), "standard library only"},
		"test of the root imports a library":      {"a_test.go", importing("sitrep", "github.com/x/y"), ""},
		"cgo":                                     {"high/a.go", importing("high", "C"), "pure Go"},
		"package that is not listed":              {"new/a.go", importing("new"), "new is not in policy.txt"},
		"import of a package that is not listed":  {"high/a.go", importing("high", "sitrep/new"), "new is not in policy.txt"},
		"file too long":                           {"low/a.go", "package low\n" + strings.Repeat("//\n", maxLines), "split it"},
		"file as long as may be":                  {"low/a.go", "package low\n" + strings.Repeat("//\n", maxLines-1), ""},
		"func init":                               {"low/a.go", "package low\nfunc init() {}\n", "func init"},
		"method called init":                      {"low/a.go", "package low\ntype t int\nfunc (t) init() {}\n", ""},
		"package with an empty name":              {"high/a.go", "package util\n", "says nothing"},
		"package whose file does not parse":       {"high/a.go", "package\n", "does not parse"},
		"package whose test has an empty name":    {"high/a_test.go", "package helpers_test\n", "says nothing"},
		"package that only begins like a refused": {"low/a.go", importing("low", "osmosis"), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			faults := p.check(source{tt.path, tt.text})
			switch {
			case tt.want == "" && len(faults) > 0:
				t.Errorf("got %q, want no fault", faults)
			case tt.want != "" && (len(faults) != 1 || !strings.Contains(faults[0], tt.want) || !strings.HasPrefix(faults[0], tt.path+": ")):
				t.Errorf("got %q, want one fault of %s with %q", faults, tt.path, tt.want)
			}
		})
	}
}

func TestPolicyRefusesWhatItCannotRead(t *testing.T) {
	for name, text := range map[string]string{
		"a package listed twice":         "a pure\na io\n",
		"a word that is not one":         "a pure quick\n",
		"neither pure nor io":            "a\n",
		"both pure and io":               "a pure io\n",
		"a word that is not one, in all": "a clean\n",
	} {
		if _, err := parsePolicy(text); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
