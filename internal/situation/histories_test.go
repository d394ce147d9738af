package situation

// histories are invented; only the names of places and parties are real.
var histories = []struct {
	name, place string
	items       []item
	want        []string
}{
	{"a town changes hands", "Bosaso", []item{
		{"2031-03-02", "Al-Shabaab captures the town of Bosaso from the Somali National Army.", "Gulf Wire"},
		{"2031-05-20", "Somali government forces recapture the town of Bosaso from al-Shabaab.", "Gulf Wire"},
	}, []string{"2031-03-02 to 2031-05-19: al-Shabaab held", "2031-05-20 to …: Somali government held"}},
	{"a part that is taken contests the town", "Beledweyne", []item{
		{"2031-03-02", "Al-Shabaab captures the town of Beledweyne.", "Gulf Wire"},
		{"2031-04-01", "Somali troops enter the town of Beledweyne.", "Horn Post"},
		{"2031-04-03", "Somali troops capture large parts of the town of Beledweyne.", "Gulf Wire"},
		{"2031-04-05", "Somali troops take full control of the town of Beledweyne.", "Gulf Wire"},
	}, []string{"2031-03-02 to 2031-03-31: al-Shabaab held", "2031-04-01 to 2031-04-04: al-Shabaab contested", "2031-04-05 to …: Somali government held"}},
	{"what stands in a town is not the town", "Kismayo", []item{
		{"2031-03-02", "Al-Shabaab captures the city of Kismayo.", "Gulf Wire"},
		{"2031-03-20", "Somali troops capture three villages near Kismayo.", "Gulf Wire"},
		{"2031-03-25", "Somali troops capture an army base near Kismayo.", "Gulf Wire"},
		{"2031-03-27", "Somali troops capture a hospital in Kismayo.", "Gulf Wire"},
	}, []string{"2031-03-02 to …: al-Shabaab held"}},
	{"plans, threats and denials change nothing", "Gaalkacyo", []item{
		{"2031-03-02", "Al-Shabaab captures the city of Galkayo.", "Gulf Wire"},
		{"2031-03-20", "Somali troops will capture the city of Galkayo next week, a minister said.", "Gulf Wire"},
		{"2031-03-22", "Somali troops failed to capture the city of Galkayo.", "Gulf Wire"},
	}, []string{"2031-03-02 to …: al-Shabaab held"}},
	{"what one says and another denies is disputed", "Baidoa", []item{
		{"2031-03-02", "Somali troops capture the city of Baidoa.", "Gulf Wire"},
		{"2031-04-02", "Al-Shabaab claims that it has captured the city of Baidoa.", "Horn Post"},
		{"2031-04-03", "Al-Shabaab has not captured the city of Baidoa, a general said.", "Gulf Wire"},
	}, []string{"2031-03-02 to …: Somali government held", "2031-04-02 to …: al-Shabaab claimed"}},
	{"a denial in the sentence after it counts", "Hobyo", []item{
		{"2031-03-02", "Somali troops capture the town of Hobyo.", "Gulf Wire"},
		{"2031-04-02", "Al-Shabaab says that it has captured the town of Hobyo. The government rejects this claim.", "Horn Post"},
		{"2031-05-02", "Somali troops take full control of the town of Hobyo.", "Gulf Wire"},
	}, []string{"2031-03-02 to …: Somali government held", "2031-04-02 to 2031-05-01: al-Shabaab claimed"}},
	{"who says that a place was freed has it", "Marawi City", []item{
		{"2031-03-02", "Philippine President Ana Reyes announces the liberation of the city of Marawi.", "Gulf Wire"},
	}, []string{"2031-03-02 to …: Philippine government held"}},
	{"who left before others came in had it", "Kherson", []item{
		{"2031-03-02", "Russian forces withdraw from Kherson. Ukrainian troops enter the city.", "Gulf Wire"},
	}, []string{"2031-03-02 to …: Ukrainian government held"}},
	{"what was done earlier is no news", "Khartoum", []item{
		{"2031-03-02", "Sudanese troops take full control of the city of Khartoum.", "Gulf Wire"},
		{"2031-03-09", "Sudanese troops seize offices in Khartoum captured earlier in the war by the Rapid Support Forces.", "Gulf Wire"},
	}, []string{"2031-03-02 to …: Sudanese government held"}},
	{"looking back opens a spell and ends none", "Mosul", []item{
		{"2031-06-10", "Iraqi troops take control of the city of Mosul.", "Gulf Wire"},
		{"2031-09-01", "The bridge was rebuilt after the capture of Mosul by Islamic State in 2028.", "Horn Post"},
	}, []string{"2031-06-10 to …: Iraqi government held"}},
	{"two names are one place and two names one party", "Tadmur", []item{
		{"2031-03-02", "ISIL captures the Syrian city of Tadmur.", "Gulf Wire"},
		{"2031-03-03", "Islamic State captured the Syrian city of Palmyra on Sunday, residents said.", "Horn Post"},
		{"2031-07-02", "The Syrian Army recaptures the Syrian city of Palmyra.", "Horn Post"},
	}, []string{"2031-03-02 to 2031-07-01: Islamic State held", "2031-07-02 to …: Syrian government held"}},
	{"a place is said to be held", "Ramadi", []item{
		{"2031-03-02", "Air strikes hit the ISIL-held city of Ramadi.", "Gulf Wire"},
		{"2031-03-09", "Air strikes hit the formerly rebel-held city of Ramadi.", "Horn Post"},
	}, []string{"2031-03-02 to …: Islamic State held"}},
	{"who has held a town since a day held it all the time", "Sinjār", []item{
		{"2031-03-02", "Fighters of Islamic State attacked a checkpoint. Sinjar has been under the control of the Islamic State since May 2030.", "Gulf Wire"},
	}, []string{"2030-05-01 to …: Islamic State held"}},
	{"who left a town that others entered has lost it", "Goma", []item{
		{"2031-03-02", "Congolese troops capture the city of Goma.", "Gulf Wire"},
		{"2031-04-01", "M23 rebels enter the city of Goma.", "Gulf Wire"},
		{"2031-04-03", "Congolese troops withdraw from the city of Goma.", "Gulf Wire"},
	}, []string{"2031-03-02 to 2031-03-31: Congolese government held", "2031-04-01 to 2031-04-02: Congolese government contested", "2031-04-03 to …: March 23 Movement held"}},
	{"nobody holds for ever who has no name", "Jawhar", []item{
		{"2031-03-02", "Rebels capture the town of Jowhar.", "Gulf Wire"},
	}, []string{"2031-03-02 to 2032-03-02: rebels held"}},
	{"a siege", "Xuddur", []item{
		{"2031-03-02", "Somali troops capture the town of Hudur.", "Gulf Wire"},
		{"2031-04-02", "Al-Shabaab has surrounded the town of Hudur.", "Gulf Wire"},
		{"2032-04-02", "Shells hit the town of Hudur, which is held by Somali troops.", "Gulf Wire"},
	}, []string{"2031-03-02 to 2031-04-01: Somali government held", "2031-04-02 to 2031-07-01: Somali government besieged", "2031-07-02 to …: Somali government held"}},
	{"who pulls back to a place does not leave it", "Sirte", []item{
		{"2031-03-10", "The Houthis seized the city of Sirte on Monday.", "A"},
		{"2031-03-23", "Houthi fighters pulled back to Sirte, the army said.", "B"},
	}, []string{"2031-03-10 to …: Houthis held"}},
}
