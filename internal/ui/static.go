package ui

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

// Files may be missing where npm built none; .keep holds their folder.
//
//go:embed all:assets
var assetFiles embed.FS

// static serves style, scripts and pictures under /static/. Addresses carry a sum of the content (v=…), so that browsers may keep what they
// have for a year.
type static struct {
	style []byte
	sums  map[string]string // by name under /static/
	built bool              // the scripts are there
}

// newStatic reads what is embedded: the style is made of all parts, tokens and components first.
func newStatic() (*static, error) {
	s := &static{sums: map[string]string{}}
	parts, err := fs.Glob(assetFiles, "assets/css/*.css")
	if err != nil {
		return nil, err
	}
	rank := func(name string) int {
		return slices.Index([]string{"assets/css/components.css", "assets/css/tokens.css"}, name)
	}
	slices.SortStableFunc(parts, func(a, b string) int { return rank(b) - rank(a) })
	var style bytes.Buffer
	for _, name := range parts {
		b, err := assetFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		style.Write(b)
		style.WriteByte('\n')
	}
	s.style = style.Bytes()
	s.sums["app.css"] = sum(s.style)
	err = fs.WalkDir(assetFiles, "assets/dist", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := assetFiles.ReadFile(name)
		if err == nil {
			s.sums[strings.TrimPrefix(name, "assets/dist/")] = sum(b)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("embedded files: %w", err)
	}
	s.built = s.sums["app.js"] != ""
	return s, nil
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:8])
}

// address is where a file of the style or the scripts is served: asset "app.css".
func (s *static) address(name string) string {
	if v := s.sums[name]; v != "" {
		return "/static/" + name + "?v=" + v
	}
	return "/static/" + name
}

// ServeHTTP serves a file.
func (s *static) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/static/")
	v := s.sums[name]
	if v == "" {
		http.Error(w, "there is no such file", http.StatusNotFound)
		return
	}
	content := s.style
	if name != "app.css" {
		var err error
		if content, err = assetFiles.ReadFile("assets/dist/" + name); err != nil {
			http.Error(w, "there is no such file", http.StatusNotFound)
			return
		}
	}
	h := w.Header()
	h.Set("ETag", `"`+v+`"`)
	h.Set("Cache-Control", "public, no-cache")
	if r.URL.Query().Get("v") == v {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if t := mediaTypes[path.Ext(name)]; t != "" {
		h.Set("Content-Type", t)
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}

// mediaTypes are those of the files served; the machine's own list may have others.
var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json", ".txt": "text/plain; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", "": "text/plain; charset=utf-8",
}
