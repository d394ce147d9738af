package fuse

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"
)

// method counts changes of how accounts are made, compared and joined, and of how events are told, that the tables do not show.
const method = 5

// Version names everything that events hang on besides what was read: where it is another than the one that events were made by, they are
// to be made anew.
var Version = sync.OnceValue(func() string {
	h := sha256.New()
	for _, table := range []string{weightsTable, familiesTable, standingsTable, gradesTable} {
		fmt.Fprintf(h, "%d\n%s", len(table), table)
	}
	return fmt.Sprintf("%d.%d.%s", BodyVersion, method, hex.EncodeToString(h.Sum(nil)[:6]))
})
