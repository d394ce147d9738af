package ui

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// kmWords writes a distance: 600 m, 1.5 km, 20 km.
func kmWords(km float64) string {
	switch {
	case km < 1:
		return strconv.Itoa(int(math.Round(km*100))*10) + " m"
	case km < 10:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", km), ".0") + " km"
	}
	return number(int(math.Round(km))) + " km"
}

// roundUp is the least of 1, 2, 2.5, 5 times a power of ten that is not below x.
func roundUp(x float64) float64 {
	if x <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if m*power >= x*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}
