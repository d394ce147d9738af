package api

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write golden files anew")

// described are the packages whose types answers are made of, by their folders.
var described = map[string]string{"../..": "sitrep", "../wire": "sitrep/internal/wire", "../review": "sitrep/internal/review", "../situation": "sitrep/internal/situation", ".": "sitrep/internal/api"}

func TestDescriptionsAreWhatTheCommentsSay(t *testing.T) {
	var lines []string
	for folder, pkg := range described {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, commentsOf(f, pkg)...)
		}
	}
	slices.Sort(lines)
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile("describe.tsv", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != descriptionTable {
		t.Error("describe.tsv is not what the comments say; make it anew with go test ./internal/api -run Descriptions -update")
	}
}

// commentsOf are the lines of a file's types that are written as JSON.
func commentsOf(f *ast.File, pkg string) []string {
	var out []string
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.TYPE {
			continue
		}
		for _, s := range g.Specs {
			spec := s.(*ast.TypeSpec)
			body, ok := spec.Type.(*ast.StructType)
			if !ok {
				continue
			}
			doc := spec.Doc
			if doc == nil {
				doc = g.Doc
			}
			name := pkg + "." + spec.Name.Name
			written := false
			var fields []string
			for _, field := range body.Fields.List {
				if field.Tag == nil || !strings.Contains(field.Tag.Value, `json:"`) {
					continue
				}
				written = true
				words := plain(field.Doc)
				if words == "" {
					words = plain(field.Comment)
				}
				for _, n := range field.Names {
					if words != "" {
						fields = append(fields, name+"\t"+n.Name+"\t"+words)
					}
				}
			}
			if written && plain(doc) != "" {
				out = append(out, name+"\t\t"+plain(doc))
			}
			out = append(out, fields...)
		}
	}
	return out
}

func plain(c *ast.CommentGroup) string {
	return strings.Join(strings.Fields(c.Text()), " ")
}
