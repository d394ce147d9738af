package api

import "sync"

// mostKept is how many bytes of answers that took long are kept for those who ask the same again.
const mostKept = 48 << 20

// kept are answers by their entity tags: as long as nothing is new, the same question has the same answer. The oldest go first.
type kept struct {
	mu      sync.Mutex
	size    int
	order   []string
	answers map[string]keptAnswer
}

type keptAnswer struct {
	answer *answer
	body   []byte
}

// get is the answer of a tag, nil where none is kept.
func (k *kept) get(tag string) (*answer, []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	a := k.answers[tag]
	return a.answer, a.body
}

// put keeps an answer.
func (k *kept) put(tag string, out *answer, body []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, there := k.answers[tag]; there || len(body) > mostKept/4 {
		return
	}
	if k.answers == nil {
		k.answers = map[string]keptAnswer{}
	}
	light := *out
	light.body, light.write = nil, nil
	k.answers[tag] = keptAnswer{&light, body}
	k.order = append(k.order, tag)
	for k.size += len(body); k.size > mostKept; k.order = k.order[1:] {
		k.size -= len(k.answers[k.order[0]].body)
		delete(k.answers, k.order[0])
	}
}
