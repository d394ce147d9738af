package sitrep_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

var (
	// mdLink is a link or a picture, up to the end of what it leads to.
	mdLink = regexp.MustCompile(`\]\(<?([^)<>\s]+)`)
	// mdHeading is a heading; what stands in it names its anchor.
	mdHeading = regexp.MustCompile(`^#{1,6} +(.+?) *#* *$`)
	// mdSaid is a page of documentation that a program or a comment names.
	mdSaid = regexp.MustCompile(`docs/[A-Za-z0-9/-]+\.md|docs/adr/\d{4}\b`)
)

// prose gives the lines of a page that are no code.
func prose(page string) []string {
	var lines []string
	code := false
	for line := range strings.Lines(page) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			code = !code
			continue
		}
		if !code {
			lines = append(lines, strings.TrimRight(line, "\r\n"))
		}
	}
	return lines
}

// anchor is the fragment that GitHub gives a heading: lower case, without marks, spaces as hyphens.
func anchor(heading string) string {
	heading = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`).ReplaceAllString(heading, "$1")
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_':
			return unicode.ToLower(r)
		case r == ' ':
			return '-'
		}
		return -1
	}, heading)
}

// deadLinks tells which links of a page lead to no file or heading. read gives a file by its path from the root.
func deadLinks(name, page string, read func(string) (string, error)) []string {
	var dead []string
	for _, line := range prose(page) {
		for _, m := range mdLink.FindAllStringSubmatch(line, -1) {
			target, fragment, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, ":") {
				continue // another host
			}
			at, text := name, page
			if target != "" {
				at = path.Join(path.Dir(name), target)
				var err error
				if text, err = read(at); err != nil {
					dead = append(dead, fmt.Sprintf("%s: %s: there is no %s", name, m[1], at))
					continue
				}
			}
			if fragment == "" || path.Ext(at) != ".md" {
				continue
			}
			if !slices.ContainsFunc(prose(text), func(line string) bool {
				h := mdHeading.FindStringSubmatch(line)
				return h != nil && anchor(h[1]) == fragment
			}) {
				dead = append(dead, fmt.Sprintf("%s: %s: %s has no such heading", name, m[1], at))
			}
		}
	}
	return dead
}

// fromRoot reads a file of the repository; of a folder it only says that it is there.
func fromRoot(name string) (string, error) {
	info, err := os.Stat(filepath.FromSlash(name))
	if err != nil || info.IsDir() {
		return "", err
	}
	b, err := os.ReadFile(filepath.FromSlash(name))
	return string(b), err
}

// TestLinksLeadSomewhere follows every link of the documentation inside the repository, and looks for the pages that programs name.
func TestLinksLeadSomewhere(t *testing.T) {
	pages := 0
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if base := d.Name(); base != "." && strings.HasPrefix(base, ".") || base == "node_modules" || base == "testdata" || name == "bin" {
				return fs.SkipDir
			}
			return nil
		}
		ext := filepath.Ext(name)
		if ext != ".md" && ext != ".go" && ext != ".html" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if ext == ".md" {
			pages++
			for _, dead := range deadLinks(filepath.ToSlash(name), string(b), fromRoot) {
				t.Error(dead)
			}
			return nil
		}
		for _, said := range mdSaid.FindAllString(string(b), -1) {
			found, err := filepath.Glob(said + "*")
			if err != nil || len(found) == 0 {
				t.Errorf("%s names %s, which is not there", name, said)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if pages < 20 {
		t.Errorf("only %d pages were read", pages)
	}
}

func TestDeadLinks(t *testing.T) {
	files := map[string]string{"docs/other.md": "# Other page\n\n## What `x` means, and why\n", "docs/img/a.png": ""}
	read := func(name string) (string, error) {
		text, ok := files[name]
		if !ok {
			return "", fs.ErrNotExist
		}
		return text, nil
	}
	for _, c := range []struct {
		name, page string
		dead       int
	}{
		{"a file that is there", "[a](other.md) ![b](img/a.png)", 0},
		{"a file that is not", "[a](another.md)", 1},
		{"a heading that is there", "[a](other.md#what-x-means-and-why)", 0},
		{"a heading that is not", "[a](other.md#what-x-is)", 1},
		{"a heading of the page itself", "## Here\n[a](#here) [b](#there)", 1},
		{"another host", "[a](https://example.org/x.md#y)", 0},
		{"code", "```\n[a](another.md)\n```", 0},
		{"several in a line", "[a](one.md), [b](two.md)", 2},
	} {
		if got := deadLinks("docs/page.md", c.page, read); len(got) != c.dead {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}
