package timex

// A meaning is what the words of an expression say before it is known when they were said: fields by name, zero where
// nothing was said. Numbers that may be zero are kept one higher, see the fields.
type meaning [fields]int16

// field names a part of a meaning. rules.txt and words.tsv use the names in fieldNames.
type field uint8

const (
	fYear    field = iota // of the era
	fMonth                // 1 to 12
	fDay                  // of the month
	fWeekday              // 1 Monday to 7 Sunday, as in ISO 8601
	fSeason               // a symbol
	fPart                 // of the day: a symbol
	fQuarter              // 1 to 4
	fHalf                 // of the year, 1 or 2
	fDecade               // its first year
	fCentury              // the digits before its years: 19 is 1900 to 1999
	fEra                  // symbol BC, else ours
	fHour                 // plus one
	fMinute               // plus one
	fHalfDay              // symbol AM or PM
	fZone                 // a symbol
	fN                    // how many, times ten
	fVague                // 1: how many is not said
	fUnit                 // a symbol
	fRel                  // how the expression hangs on another time: a symbol
	fMod                  // TIMEX3's mod: a symbol
	fRef                  // a time that is no point of the calendar: a symbol
	fHoliday              // index into holidays, plus one
	fNth                  // which of several
	fFiscal               // 1: of a year that begins when accounts do
	fHijriYear
	fHijriMonth
	fSolarMonth
	fRamadan // 1: the month of that name without a year
	fLater   // 1: what is left of it, "later this month"
	fAge     // 1: how old, or how long in a name
	fields   = iota
)

var fieldNames = map[string]field{"year": fYear, "month": fMonth, "day": fDay, "weekday": fWeekday, "season": fSeason, "part": fPart,
	"quarter": fQuarter, "half": fHalf, "decade": fDecade, "century": fCentury, "era": fEra, "hour": fHour, "min": fMinute, "ampm": fHalfDay,
	"zone": fZone, "n": fN, "vague": fVague, "unit": fUnit, "rel": fRel, "mod": fMod, "ref": fRef, "holiday": fHoliday, "nth": fNth,
	"fiscal": fFiscal, "hyear": fHijriYear, "hmonth": fHijriMonth, "smonth": fSolarMonth, "ramadan": fRamadan, "age": fAge, "later": fLater}

// The symbols that words.tsv and rules.txt use as values. Those of units, seasons and parts of the day are the codes of
// TIMEX3 (TimeML annotation guidelines 1.2.1, section on TIMEX3), a unit of less than a day with T before it.
const (
	_ int16 = iota
	uSecond
	uMinute
	uHour
	uDay
	uWeekend
	uWeek
	uFortnight
	uMonth
	uQuarter
	uYear
	uDecade
	uCentury
	uMillennium
)

const (
	_ int16 = iota
	sSpring
	sSummer
	sAutumn
	sWinter
)

const (
	_ int16 = iota
	pDawn
	pMorning
	pNoon
	pAfternoon
	pDusk
	pEvening
	pNight
	pMidnight
	pDaytime
)

const (
	_          int16 = iota
	rThis            // the unit or name that holds the report's day
	rLast            // the one before
	rNext            // the one after
	rThisDay         // "this Friday": the one of the report's week
	rThe             // "the year": the one that the text has reached
	rSame            // "that year"
	rPrevious        // "the previous year"
	rFollowing       // "the following year"
	rAgo             // before the report
	rHence           // after it
	rEarlier         // before what the text has reached
	rLater           // after it
	rPast            // a length that ends with the report
	rComing          // a length that begins with it
	rSpanPart        // "the first three years": a length in another
	rEvery           // again and again
	rRate            // "a day" as in "twice a day": only where a number stands before
	rSameYear        // of the year that the text has reached
	rSameMonth       // of that month
	rThisYear
	rLastYear
	rNextYear
	rThisWeek
	rLastWeek
	rNextWeek
	rPattern    // "daily": the pattern of what comes again
	rTold       // "at the time"
	rBeforeLast // "the week before last"
	rOvernight  // the night before the report
	rSome       // "one night"
)

const (
	_ int16 = iota
	mStart
	mMid
	mEnd
	mApprox
	mLess
	mMore
	mAtLeast
	mAtMost
)

const (
	_ int16 = iota
	refPast
	refPresent
	refFuture
)

const eraBC int16 = 1

const (
	_ int16 = iota
	halfAM
	halfPM
)

// Of the zones only UTC is written into a value; the others have numbers so that their words are read.
const zoneUTC int16 = 1

var symbols = map[string]int16{
	"TS": uSecond, "TM": uMinute, "TH": uHour, "D": uDay, "WE": uWeekend, "W": uWeek, "FN": uFortnight, "M": uMonth, "Q": uQuarter, "Y": uYear,
	"DE": uDecade, "CE": uCentury, "ML": uMillennium,
	"SP": sSpring, "SU": sSummer, "FA": sAutumn, "WI": sWinter,
	"DA": pDawn, "MO": pMorning, "MI": pNoon, "AF": pAfternoon, "DU": pDusk, "EV": pEvening, "NI": pNight, "MN": pMidnight, "DT": pDaytime,
	"THIS": rThis, "LAST": rLast, "NEXT": rNext, "THISDAY": rThisDay, "THE": rThe, "SAME": rSame, "PREVIOUS": rPrevious, "FOLLOWING": rFollowing,
	"AGO": rAgo, "HENCE": rHence, "EARLIER": rEarlier, "LATER": rLater, "PASTSPAN": rPast, "COMING": rComing, "PART": rSpanPart, "EVERY": rEvery,
	"RATE": rRate, "SAMEYEAR": rSameYear, "SAMEMONTH": rSameMonth, "THISYEAR": rThisYear, "LASTYEAR": rLastYear, "NEXTYEAR": rNextYear,
	"THISWEEK": rThisWeek, "LASTWEEK": rLastWeek, "NEXTWEEK": rNextWeek, "PATTERN": rPattern, "TOLD": rTold, "BEFORELAST": rBeforeLast, "OVERNIGHT": rOvernight, "SOME": rSome,
	"START": mStart, "MID": mMid, "END": mEnd, "APPROX": mApprox, "LESS_THAN": mLess, "MORE_THAN": mMore, "EQUAL_OR_MORE": mAtLeast, "EQUAL_OR_LESS": mAtMost,
	"PAST": refPast, "PRESENT": refPresent, "FUTURE": refFuture,
	"BC": eraBC, "AM": halfAM, "PM": halfPM, "UTC": zoneUTC, "LOC": 2, "EST": 3, "CET": 4, "MSK": 5, "EET": 6, "PST": 7, "BST": 8,
}

var modNames = [...]string{"", "START", "MID", "END", "APPROX", "LESS_THAN", "MORE_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS"}

// unitCodes are the codes of units in a duration, by unit.
var unitCodes = [...]string{"", "S", "M", "H", "D", "WE", "W", "W", "M", "Q", "Y", "DE", "CE", "ML"}

var seasonCodes = [...]string{"", "SP", "SU", "FA", "WI"}

// partCodes are the codes of parts of the day; dawn, dusk and noon have none in TIMEX3 and take those that hold them.
var partCodes = [...]string{"", "TMO", "TMO", "TMI", "TAF", "TEV", "TEV", "TNI", "T24:00", "TDT"}
