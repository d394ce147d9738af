package ui

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"sitrep/internal/api"
)

// API is what the page of the API tells of.
type API interface {
	Tags() []api.Tag
	Operations() []api.Operation
	Objects() []api.Object
}

// apiView is the page of the API.
type apiView struct {
	Groups  []apiGroup
	Objects []api.Object
	Count   int
}

// apiGroup is the operations of one kind.
type apiGroup struct {
	api.Tag
	Operations []api.Operation
}

// apiRoutes are the page that tells of the API, and what its forms go to where an address has a name in it.
func (p *Pages) apiRoutes(mux *http.ServeMux) {
	if p.api == nil {
		return
	}
	mux.HandleFunc("GET /api", p.handle(func(w http.ResponseWriter, r *http.Request) error {
		view := apiView{Objects: p.api.Objects()}
		all := p.api.Operations()
		for _, t := range p.api.Tags() {
			g := apiGroup{Tag: t}
			for _, o := range all {
				if o.Tag == t.Name {
					g.Operations = append(g.Operations, o)
				}
			}
			view.Groups = append(view.Groups, g)
			view.Count += len(g.Operations)
		}
		return p.write(w, r, http.StatusOK, "api", page{Title: "API", Section: "api", Scripts: []string{"api.js"}, Data: view})
	}))
	mux.HandleFunc("GET /api/try/{operation}", p.handle(p.apiTry))
}

// coded is a part of a text: what stands between backticks is code.
type coded struct {
	Text string
	Code bool
}

// codedParts parts a text at its backticks.
func codedParts(s string) []coded {
	var out []coded
	for i, part := range strings.Split(s, "`") {
		if part != "" {
			out = append(out, coded{part, i%2 == 1})
		}
	}
	return out
}

// apiTry leads to the address that a form of the page stands for: its fields in the path and in the query, those without a value left out.
func (p *Pages) apiTry(w http.ResponseWriter, r *http.Request) error {
	all := p.api.Operations()
	i := slices.IndexFunc(all, func(o api.Operation) bool { return o.ID == r.PathValue("operation") && o.Method == http.MethodGet })
	if i < 0 {
		return notFound("the API has no operation " + r.PathValue("operation") + " that can be tried by its address")
	}
	o, asked := &all[i], r.URL.Query()
	path, query := o.Path, url.Values{}
	for _, q := range o.Parameters {
		values := slices.DeleteFunc(slices.Clone(asked[q.Name]), func(v string) bool { return strings.TrimSpace(v) == "" })
		switch {
		case q.InPath && len(values) == 0:
			return badField(q.Name, "is not given; the address needs it")
		case q.InPath:
			path = strings.ReplaceAll(path, "{"+q.Name+"}", url.PathEscape(values[0]))
		case !q.InHeader && len(values) > 0:
			query[q.Name] = values
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	http.Redirect(w, r, path, http.StatusSeeOther)
	return nil
}
