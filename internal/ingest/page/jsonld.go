package page

import (
	"encoding/json"
	"sort"
	"strings"

	"golang.org/x/net/html"
)

// ld is what the JSON-LD of a page (schema.org's Article and its kinds) says of the report.
type ld struct {
	headline, published, modified, author, publisher, body, language, site string
}

// maxNested is how deep JSON-LD is looked into.
const maxNested = 12

// readLD reads the JSON-LD scripts of a page. Where several things are described, the first article is the one that counts: "WebSite",
// "BreadcrumbList" and the like only give the site's name.
func readLD(scripts []string) ld {
	var articles []map[string]any
	ids := map[string]map[string]any{}
	var out ld
	var visit func(v any, depth int)
	visit = func(v any, depth int) {
		if depth > maxNested {
			return
		}
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				visit(e, depth+1)
			}
		case map[string]any:
			if id, ok := v["@id"].(string); ok && len(v) > 1 {
				ids[id] = v
			}
			switch {
			case typed(v, "Article", "BlogPosting", "Report", "LiveBlogPosting"):
				articles = append(articles, v)
			case typed(v, "WebSite") && out.site == "":
				out.site = str(v["name"])
			}
			for _, k := range []string{"@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item"} {
				visit(v[k], depth+1)
			}
			keys := make([]string, 0, len(v))
			for k := range v {
				keys = append(keys, k)
			}
			sort.Strings(keys)
			for _, k := range keys { // what is only named elsewhere by its @id
				switch k {
				case "@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item":
				default:
					if m, ok := v[k].(map[string]any); ok {
						if id, ok := m["@id"].(string); ok && len(m) > 1 {
							ids[id] = m
						}
					}
				}
			}
		}
	}
	for _, s := range scripts {
		s = strings.TrimSpace(s)
		s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(s, "<!--"), "//<![CDATA["), "-->")
		var v any
		// Line ends inside strings are a fault that many pages have.
		if json.Unmarshal([]byte(s), &v) != nil && json.Unmarshal([]byte(strings.Map(blanks, s)), &v) != nil {
			continue
		}
		visit(v, 0)
	}
	if len(articles) == 0 {
		return out
	}
	// A list of teasers is no article; several are told apart by which has most to say.
	best := articles[0]
	for _, a := range articles[1:] {
		if len(str(best["articleBody"])) == 0 && len(str(a["articleBody"])) > 0 || best["datePublished"] == nil && a["datePublished"] != nil {
			best = a
		}
	}
	resolve := func(v any) any {
		if m, ok := v.(map[string]any); ok {
			if id, ok := m["@id"].(string); ok && m["name"] == nil && ids[id] != nil {
				return ids[id]
			}
		}
		return v
	}
	out.headline = str(best["headline"])
	if out.headline == "" {
		out.headline = str(best["name"])
	}
	out.published, out.modified = str(best["datePublished"]), str(best["dateModified"])
	out.body, out.language = str(best["articleBody"]), str(best["inLanguage"])
	out.publisher = name(resolve(best["publisher"]))
	var authors []string
	list, ok := best["author"].([]any)
	if !ok {
		list = []any{best["author"]}
	}
	for _, a := range list {
		a = resolve(a)
		m, _ := a.(map[string]any)
		if n := name(a); n != "" && !typed(m, "Organization", "NewsMediaOrganization") {
			authors = append(authors, n)
		}
	}
	out.author = strings.Join(authors, " and ")
	return out
}

func blanks(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}

// typed says that one of the types of a thing ends like one of those given: NewsArticle is an Article.
func typed(m map[string]any, types ...string) bool {
	list, ok := m["@type"].([]any)
	if !ok {
		list = []any{m["@type"]}
	}
	for _, v := range list {
		s, _ := v.(string)
		for _, t := range types {
			if strings.HasSuffix(s, t) {
				return true
			}
		}
	}
	return false
}

// str is a string of JSON-LD, the first of a list of them; "" for anything else.
func str(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(html.UnescapeString(v))
	case []any:
		if len(v) > 0 {
			return str(v[0])
		}
	case map[string]any:
		return str(v["@value"])
	case float64:
		b, _ := json.Marshal(v)
		return string(b)
	}
	return ""
}

// name is the name of a person or organisation: a string, or a thing with one.
func name(v any) string {
	if m, ok := v.(map[string]any); ok {
		return fold(str(m["name"]))
	}
	if l, ok := v.([]any); ok && len(l) > 0 {
		return name(l[0])
	}
	return fold(str(v))
}
