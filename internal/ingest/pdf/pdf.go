// Package pdf takes the text out of PDF files, in the order in which people read it: columns one after the other, tables row by row, boxes
// beside the text apart from it, without what is printed on top and bottom of every page.
//
// The characters and where they stand are read by PDFium, compiled to WebAssembly and run inside this process: nothing has to be installed,
// and a fault in it, which a hostile file may provoke, stays inside a memory of its own, without files, network, clock or chance. What the
// characters mean is ours: segments of lines (glyphs.go), their order (order.go), paragraphs, hyphens and running heads (paragraphs.go),
// title, author and day (facts.go). Why so: docs/adr/0014.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"sitrep"
	"sitrep/internal/ingest"
)

// Errors for files without the text of a report. Each says what is wrong and what to do.
var (
	ErrNotPDF    = errors.New("is not a PDF file or is broken beyond reading; fetch it again or save its text")
	ErrEncrypted = errors.New("is encrypted with a password; save it without one")
	ErrPictures  = errors.New("holds pictures of text only; run OCR first (ocrmypdf IN.pdf OUT.pdf)")
	ErrNoText    = errors.New("holds no text; give a file with a report in it")
	ErrTime      = errors.New("takes too long to read; print it to a new PDF file or save its text")
)

// Options bound what is read of one file. The zero value works.
type Options struct {
	Pages   int           // that are read from the front, 400 where 0
	Timeout time.Duration // 60 seconds where 0
	Memory  int           // MB that PDFium may use for one file, 192 where 0
	// Folder keeps PDFium as compiled for this machine, 20 MB, from run to run: compiling costs two seconds of one core at the first file.
	// "" keeps it in memory, for this Reader. What lies there is run, so the folder must be as safe as the program.
	Folder string
}

// Reader reads PDF files. It starts PDFium at the first, and may be used by several goroutines.
type Reader struct {
	Options Options

	once  sync.Once
	cache wazero.CompilationCache
}

// maxChars is how many characters are read of a file.
const maxChars = 1_500_000

// Read takes the report out of a PDF file. From is left to the caller. The error says what is wrong and what to do, in one line.
func (r *Reader) Read(ctx context.Context, b []byte) (ingest.Item, error) {
	if len(b) > ingest.Limit {
		return ingest.Item{}, fmt.Errorf("is %.1f MB, over the limit of %d MB; split it into reports", float64(len(b))/(1<<20), ingest.Limit>>20)
	}
	if !bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-")) {
		return ingest.Item{}, ErrNotPDF
	}
	doc, err := r.document(ctx, b)
	if err != nil {
		return ingest.Item{}, err
	}
	return doc.item(b)
}

// document is what PDFium says of a file.
type document struct {
	pages []sheet
	total int               // pages in the file
	info  map[string]string // the document information dictionary (ISO 32000-1, 14.3.3)
	notes []sitrep.Note
}

// sheet is one page: its size in points and its characters, in the order in which the file draws them.
type sheet struct {
	width, height float64
	glyphs        []glyph
	images        bool
}

// glyph is one character and its box in points from the upper left corner of the page.
type glyph struct {
	r                        rune
	left, top, right, bottom float64
	size                     float64 // of the font, in points
	space                    bool    // a space, which has no box
	spaced                   bool    // a space follows
	hyphen                   bool    // at the end of a line, inside a word
}

// document runs PDFium over a file.
func (r *Reader) document(ctx context.Context, b []byte) (doc *document, err error) {
	timeout := r.Options.Timeout
	if timeout <= 0 {
		timeout = time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	// A fault inside PDFium reaches us as an error or, where the library does not look at it, as a panic.
	defer func() {
		if fault := recover(); fault != nil {
			err = ErrNotPDF
		}
		if err != nil && ctx.Err() != nil {
			if err = ErrTime; errors.Is(ctx.Err(), context.Canceled) {
				err = ctx.Err()
			}
		}
	}()
	memory := r.Options.Memory
	if memory <= 0 {
		memory = 192
	}
	pool, err := webassembly.Init(webassembly.Config{
		Context:  ctx,
		MaxTotal: 1,
		FSConfig: wazero.NewFSConfig(), // no files
		Stdout:   io.Discard,
		Stderr:   io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfig().WithCompilationCache(r.compiled()).WithCloseOnContextDone(true).WithMemoryLimitPages(uint32(memory * 16)).
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling),
		RandomSource: zeros{},
	})
	if err != nil {
		return nil, fmt.Errorf("cannot be read, because PDFium does not start (%w); free some memory", err)
	}
	defer pool.Close()
	instance, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("cannot be read, because PDFium does not start (%w); free some memory", err)
	}
	opened, err := instance.OpenDocument(&requests.OpenDocument{FileReader: bytes.NewReader(b), FileReaderSize: int64(len(b))})
	switch {
	case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
		return nil, ErrEncrypted
	case err != nil:
		return nil, ErrNotPDF
	}
	return r.pages(ctx, instance, opened.Document)
}

// compiled is where PDFium is kept as compiled.
func (r *Reader) compiled() wazero.CompilationCache {
	r.once.Do(func() {
		if r.Options.Folder != "" {
			// A folder that cannot be used costs two seconds, and no report.
			r.cache, _ = wazero.NewCompilationCacheWithDir(r.Options.Folder)
		}
		if r.cache == nil {
			r.cache = wazero.NewCompilationCache()
		}
	})
	return r.cache
}

// zeros is a source of chance without any.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

func (r *Reader) pages(ctx context.Context, in pdfium.Pdfium, ref references.FPDF_DOCUMENT) (*document, error) {
	doc := &document{info: map[string]string{}}
	count, err := in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: ref})
	if err != nil || count.PageCount == 0 {
		return nil, ErrNotPDF
	}
	doc.total = count.PageCount
	if meta, err := in.GetMetaData(&requests.GetMetaData{Document: ref}); err == nil {
		for _, t := range meta.Tags {
			doc.info[t.Tag] = strings.ToValidUTF8(strings.TrimSpace(t.Value), "")
		}
	}
	most := r.Options.Pages
	if most <= 0 {
		most = 400
	}
	if doc.total > most {
		doc.notes = append(doc.notes, sitrep.Note{Kind: "truncated", Detail: fmt.Sprintf("the file has %d pages; the first %d were read", doc.total, most)})
	}
	chars, broken := 0, 0
	for i := range min(doc.total, most) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		s, err := page(in, ref, i, maxChars-chars)
		if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			broken++
			continue
		}
		chars += len(s.glyphs)
		doc.pages = append(doc.pages, s)
		if chars >= maxChars {
			doc.notes = append(doc.notes, sitrep.Note{Kind: "truncated", Detail: fmt.Sprintf("the file has more text than is read of one; read to page %d of %d", i+1, doc.total)})
			break
		}
	}
	if broken > 0 {
		doc.notes = append(doc.notes, sitrep.Note{Kind: "broken", Detail: fmt.Sprintf("%d of the file's %d pages are broken and were left out", broken, doc.total)})
	}
	return doc, nil
}

// page reads the characters of one page, at most so many.
func page(in pdfium.Pdfium, ref references.FPDF_DOCUMENT, index, most int) (s sheet, err error) {
	size, err := in.FPDF_GetPageSizeByIndex(&requests.FPDF_GetPageSizeByIndex{Document: ref, Index: index})
	if err != nil {
		return s, err
	}
	s.width, s.height = size.Width, size.Height
	loaded, err := in.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: ref, Index: index})
	if err != nil {
		return s, err
	}
	defer in.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	byRef := requests.Page{ByReference: &loaded.Page}
	text, err := in.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: byRef})
	if err != nil {
		return s, err
	}
	defer in.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	count, err := in.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return s, err
	}
	if count.Count < 20 {
		s.images = pictured(in, byRef)
	}
	font := 0.0
	for i := range min(count.Count, most) {
		code, err := in.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text.TextPage, Index: i})
		if err != nil {
			return s, err
		}
		g := glyph{r: rune(code.Unicode)}
		switch {
		case g.r == '\r' || g.r == '\n':
			continue
		case g.r == ' ' || g.r == '\u00a0':
			g.space = true
			s.glyphs = append(s.glyphs, g)
			continue
		case g.r == 2: // PDFium's sign for a hyphen at the end of a line
			g.r, g.hyphen = '-', true
		case g.r < ' ' || g.r == 0xFFFE || g.r == 0xFFFF:
			continue
		}
		box, err := in.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: text.TextPage, Index: i})
		if err != nil {
			continue
		}
		if fs, err := in.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: text.TextPage, Index: i}); err == nil {
			font = fs.FontSize
		}
		g.left, g.right, g.top, g.bottom, g.size = box.Left, box.Right, s.height-box.Top, s.height-box.Bottom, font
		if g.size < 2 { // the size is in the matrix
			if box, err := in.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text.TextPage, Index: i}); err == nil && box.Rect.Top > box.Rect.Bottom {
				g.size = float64(box.Rect.Top-box.Rect.Bottom) / 1.15
			}
		}
		s.glyphs = append(s.glyphs, g)
	}
	return s, nil
}

// pictured says that a page has pictures on it.
func pictured(in pdfium.Pdfium, page requests.Page) bool {
	objects, err := in.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: page})
	return err == nil && objects.Count > 0
}
