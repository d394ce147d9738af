package page

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/publicsuffix"
)

// facts is what a page's markup says of the report, before its text is looked at.
type facts struct {
	metas     map[string]string // meta elements by name, property or itemprop, in small letters; the first of each
	canonical string
	titleTag  string
	props     map[string][]string // microdata: property to values
	times     []*html.Node        // time elements and microformats' published dates
	bylines   []string            // texts of elements that are named for the author
	ld        ld
}

// gather reads the metadata of a page.
func gather(root *html.Node, scripts []string) facts {
	f := facts{metas: map[string]string{}, props: map[string][]string{}, ld: readLD(scripts)}
	walk(root, func(n *html.Node) bool {
		if n.Type != html.ElementNode {
			return n.Type == html.DocumentNode
		}
		if named(n, commentName) && n.DataAtom != atom.Body && n.DataAtom != atom.Html {
			return false
		}
		switch n.DataAtom {
		case atom.Meta:
			v := fold(attr(n, "content"))
			for _, k := range []string{"name", "property", "itemprop", "http-equiv"} {
				if k := strings.ToLower(strings.TrimSpace(attr(n, k))); k != "" && v != "" && f.metas[k] == "" && len(v) < 4096 {
					f.metas[k] = v
				}
			}
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") && f.canonical == "" {
				f.canonical = strings.TrimSpace(attr(n, "href"))
			}
		case atom.Title:
			if f.titleTag == "" {
				f.titleTag = content(n)
			}
		case atom.Time, atom.Abbr:
			f.times = append(f.times, n)
		}
		if len(f.bylines) < 20 && (attr(n, "rel") == "author" || named(n, bylineName)) && shorter(n, 120) {
			f.bylines = append(f.bylines, content(n))
		}
		if p := attr(n, "itemprop"); p != "" && len(f.props) < 100 {
			v := attr(n, "content")
			if v == "" {
				v = attr(n, "datetime")
			}
			if v == "" && shorter(n, 300) {
				v = content(n)
			}
			if inner := propOwner(n); inner != "" {
				p = inner + "." + p
			}
			if v = fold(v); v != "" && len(f.props[p]) < 20 {
				f.props[p] = append(f.props[p], v)
			}
		}
		return true
	})
	return f
}

// propOwner is the property whose value the nearest scope around n is: "author" for the name in an author's scope.
func propOwner(n *html.Node) string {
	for p := n.Parent; p != nil; p = p.Parent {
		if has(p, "itemscope") {
			return attr(p, "itemprop")
		}
	}
	return ""
}

// first is the first that is not empty.
func first(values ...string) string {
	for _, v := range values {
		if v = fold(v); v != "" {
			return v
		}
	}
	return ""
}

func (f *facts) prop(p string) string {
	if v := f.props[p]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// The names of meta elements, the surest first: Open Graph, parse.ly, Sailthru, Dublin Core, and those that systems made up.
var (
	dateMetas = []string{"article:published_time", "og:published_time", "og:article:published_time", "parsely-pub-date", "sailthru.date", "datepublished", "dcterms.issued",
		"dc.date.issued", "dcterms.date", "dc.date", "dcterms.created", "dc.date.created", "citation_publication_date", "citation_date", "pubdate", "publishdate",
		"publish-date", "publish_date", "publication_date", "publicationdate", "published", "cxenseparse:recs:publishtime", "bt:pubdate", "article.published", "date"}
	modifiedMetas  = []string{"article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "revised"}
	authorMetas    = []string{"author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl", "article:author_name", "citation_author"}
	publisherMetas = []string{"og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "article:publisher_name", "application-name", "apple-mobile-web-app-title", "copyright"}
	titleMetas     = []string{"og:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "twitter:title", "title"}
	languageMetas  = []string{"content-language", "og:locale", "dc.language", "dcterms.language", "language"}
)

func (f *facts) meta(names []string) string {
	for _, n := range names {
		if v := f.metas[n]; v != "" {
			return v
		}
	}
	return ""
}

// platforms are sites that carry what others publish, and are not its publisher.
var platforms = map[string]bool{"telegram": true, "telegram messenger": true, "facebook": true, "twitter": true, "x": true, "x formerly twitter": true, "youtube": true, "medium": true, "vk": true,
	"instagram": true, "blogger": true, "wordpress com": true, "substack": true, "livejournal": true, "tumblr": true, "reddit": true, "wordpress": true}

// headline gives the title of the report, and the publisher as far as the page's own title names it beside the report's. heads are the
// page's headings and what looks like one, in order.
func (f *facts) headline(heads []string) (title, site string) {
	site = first(f.ld.publisher, f.prop("publisher.name"), f.meta(publisherMetas), f.ld.site)
	if len(site) > 80 || strings.HasPrefix(site, "http") {
		site = ""
	}
	segments := cut(f.titleTag)
	meta := f.meta(titleMetas)
	og := cut(meta)
	known := first(f.ld.headline, f.prop("headline"))
	// The rest of the page's title, once the report's is known, is the publisher.
	rest := func(title string) {
		if site != "" && !platforms[key(site)] {
			return
		}
		if s := without(f.titleTag, title); s != "" && words(s) < 7 {
			site = s
		}
	}
	if platforms[key(site)] {
		site = first(meta, site)
		if same(site, known) || same(site, meta) {
			return "", site
		}
	}
	if known != "" && !same(known, site) && len(known) < 300 {
		rest(known)
		return known, site
	}
	if h := matching(heads, [][]string{{meta}, {f.titleTag}, og, segments, joins(f.titleTag)}, site); h != "" {
		rest(h)
		return h, site
	}
	for _, h := range heads {
		if words(h) > 3 && strings.Contains(" "+key(f.titleTag)+" ", " "+key(h)+" ") {
			return h, site
		}
	}
	if meta != "" && !same(meta, site) {
		title = stripped(meta, site)
		rest(title)
		return title, site
	}
	if site != "" {
		if s := stripped(f.titleTag, site); s != "" && !same(s, site) && !same(s, f.titleTag) && !generic.MatchString(s) {
			return s, site
		}
	}
	switch {
	case len(segments) == 1 && !same(segments[0], site) && !generic.MatchString(segments[0]):
		return segments[0], site
	case len(segments) > 1 && !generic.MatchString(segments[0]+segments[len(segments)-1]):
		a, b := segments[0], segments[len(segments)-1]
		switch {
		case words(a) >= words(b) && words(a) > 2:
			title = strings.TrimSpace(strings.TrimRight(f.titleTag[:strings.LastIndex(f.titleTag, b)], bars))
		case words(b) > 2:
			title = b
		}
		if title != "" {
			rest(title)
			return title, site
		}
	}
	for _, s := range segments {
		if site == "" && !generic.MatchString(s) {
			site = s
		}
	}
	for _, h := range heads {
		if words(h) > 2 && !same(h, site) {
			return h, site
		}
	}
	return "", site
}

// matching is the heading that is one of the titles given or a part of them: the one with most words, since the site's name may be a
// heading too; "" for none. A part beside one that says nothing ("The Standard :: Print version") is the site's name.
func matching(heads []string, titles [][]string, site string) string {
	parts := map[string]bool{}
	for _, all := range titles {
		dull := false
		for _, s := range all {
			dull = dull || generic.MatchString(s)
		}
		for _, s := range all {
			if k := key(s); k != "" && !dull {
				parts[k] = true
			}
		}
	}
	best := ""
	for _, h := range heads {
		if parts[key(h)] && !same(h, site) && words(h) > words(best) {
			best = h
		}
	}
	return best
}

// generic are titles that say nothing.
var generic = regexp.MustCompile(`(?i)^(?:print(?:er)?(?:[- ]friendly)?(?: version| page)?|home(?: ?page)?|untitled(?: document)?|index|news|article|welcome)$|print(?:er)?(?:[- ]friendly)? version$`)

const bars = " |–—-:»«·•>/"

var barRe = regexp.MustCompile(` +(?:\||–|—|-|::|:|»|«|·|•|>|/) +|(?:: +)| ?\| ?| ?:: ?`)

// cut divides a page's title at its bars: "Rebels leave | World | Daily Herald".
func cut(s string) []string {
	var out []string
	for _, part := range barRe.Split(s, 12) {
		if part = fold(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// joins are the beginnings and the ends of a title at its bars, for headlines that have one in them.
func joins(s string) []string {
	var out []string
	for _, at := range barRe.FindAllStringIndex(s, 12) {
		out = append(out, s[:at[0]], s[at[1]:])
	}
	return out
}

// without is what a page's title says beside the report's; the last of it where that is more than one part.
func without(s, title string) string {
	i := strings.Index(strings.ToLower(s), strings.ToLower(title))
	if i < 0 || len(s) < i+len(title) {
		return ""
	}
	before, after := fold(strings.Trim(s[:i], bars)), fold(strings.Trim(s[i+len(title):], bars))
	if after == "" {
		return before
	}
	parts := cut(after)
	if len(parts) == 0 {
		return ""
	}
	return parts[len(parts)-1]
}

// stripped is a title without the site's name at its end or beginning.
func stripped(s, site string) string {
	s = fold(s)
	if site == "" {
		return s
	}
	low, name := strings.ToLower(s), strings.ToLower(site)
	if i := strings.LastIndex(low, name); i > 0 && i+len(name) == len(low) && len(low) == len(s) && barAt(s[:i]) {
		return fold(strings.TrimRight(s[:i], bars))
	}
	if strings.HasPrefix(low, name) && len(low) == len(s) {
		if t := strings.TrimLeft(s[len(name):], bars); len(t) < len(s)-len(name) && t != "" && barRe.MatchString(s[len(name):][:min(len(s)-len(name), 5)]) {
			return fold(t)
		}
	}
	return s
}

func barAt(s string) bool { return strings.ContainsAny(s[max(0, len(s)-5):], "|–—-:»«·•>/") }

// place is the address of the report: the canonical one where it is on the same site as the one that the page was fetched from.
func (f *facts) place(address string) string {
	base, err := url.Parse(address)
	if err != nil {
		base = &url.URL{}
	}
	for _, c := range []string{f.canonical, f.metas["og:url"]} {
		u, err := url.Parse(c)
		if c == "" || err != nil || len(c) > 2048 {
			continue
		}
		u = base.ResolveReference(u)
		if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil {
			continue
		}
		// A page that names its site's front as canonical says nothing of itself.
		if address != "" && (!sameSite(u.Hostname(), base.Hostname()) || u.Path == "" && base.Path != "" || u.Path == "/" && base.Path != "/" && base.Path != "") {
			continue
		}
		u.Fragment = ""
		return u.String()
	}
	return address
}

// sameSite says that two hosts belong to one registrable domain (Public Suffix List).
func sameSite(a, b string) bool {
	a, b = strings.ToLower(a), strings.ToLower(b)
	if a == b {
		return true
	}
	x, err := publicsuffix.EffectiveTLDPlusOne(a)
	if err != nil {
		return false
	}
	y, err := publicsuffix.EffectiveTLDPlusOne(b)
	return err == nil && x == y
}

var languageCode = regexp.MustCompile(`^[A-Za-z]{2}(?:[-_]|$)`)

// language is the ISO 639-1 code that the page gives for the element with the report, "" where it gives none.
func (f *facts) language(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		for _, k := range []string{"lang", "xml:lang"} {
			if v := attr(n, k); languageCode.MatchString(v) {
				return strings.ToLower(v[:2])
			}
		}
	}
	for _, v := range []string{f.ld.language, f.meta(languageMetas)} {
		if languageCode.MatchString(v) {
			return strings.ToLower(v[:2])
		}
	}
	return ""
}
