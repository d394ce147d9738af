package extract

import (
	"sort"
	"strings"
	"testing"

	"sitrep"
)

// line writes a claim as one line: type, modality where it is not actual, fillers and figures, source.
func line(c *sitrep.Claim) string {
	out := []string{c.Type}
	if c.Modality != sitrep.Actual {
		out = append(out, string(c.Modality))
	}
	for _, role := range sitrep.Roles {
		var names []string
		for _, f := range c.Roles[role] {
			names = append(names, f.Text)
		}
		if len(names) > 0 {
			out = append(out, string(role)+"="+strings.Join(names, "|"))
		}
	}
	for _, f := range c.Figures {
		out = append(out, string(f.Measure)+"="+f.Text)
	}
	if c.Time != nil {
		out = append(out, "time="+c.Time.Text)
	}
	if c.Attribution != nil {
		out = append(out, "source="+c.Attribution.Source)
	}
	return strings.Join(out, " ")
}

// TestConstructions holds what the program makes of sentence patterns that news reports use often. Each claim is one line
// as line writes it; the order of claims does not matter.
func TestConstructions(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct {
		sentence string
		want     []string
	}{
		{"A convoy of tankers leaving the refinery was shelled by rebels.", []string{"shelling actor=rebels target=A convoy of tankers"}},
		{"A group of nurses guarding the ward were shot at by gunmen.", []string{"attack actor=gunmen target=A group of nurses"}},
		{"Rebels killed the envoy to Peru near Goma.", []string{"killing actor=Rebels victim=the envoy to Peru"}},
		{"Chadian troops launch raids into Borno.", []string{"attack actor=Chadian troops"}},
		{"The Tigers mounted Friday's ambush at Vakarai.", []string{"attack actor=The Tigers target=Vakarai time=Friday"}},
		{"Mortar fire in Vukovar, which killed three bakers and wounded two nuns, stopped the ferry.", []string{
			"shelling victim=three bakers|two nuns instrument=Mortar fire killed=three injured=two"}},
		{"The assault of the Chadian Army on Bol lasted three hours.", []string{"attack actor=the Chadian Army target=Bol"}},
		{"The assault of the town by rebels lasted three hours.", []string{"attack actor=rebels target=the town"}},
		{"A priest reported a shelling of the bridge, killing three anglers.", []string{
			"shelling target=the bridge killed=three source=A priest"}},
		{"The army confirmed killing 11 farmers.", []string{"killing actor=The army victim=11 farmers killed=11 source=The army"}},
		{"Guards made arrests in connection with shellings in Jaffna.", []string{"arrest actor=Guards", "shelling"}},
		{"Marines stormed a ferry and seized a cook on suspicion of involvement in suicide attacks in Galle.", []string{"attack actor=Marines target=a ferry",
			"arrest actor=Marines target=a cook", "suicide_bombing"}},
		{"An Islamic State of Iraq and the Levant rocket attack wounded two farmers near Kirkuk.", []string{
			"shelling actor=Islamic State of Iraq and the Levant victim=two farmers instrument=the Levant rocket attack injured=two"}},
		{"Gunships bombed and strafed a convoy near Gao.", []string{"air_strike target=a convoy instrument=Gunships"}},
		{"A rocket that fell beside a mill killed two bakers.", []string{"shelling victim=two bakers instrument=A rocket killed=two"}},
		{"The pope urged both sides last week to sign a truce.", []string{"statement actor=The pope target=both sides time=last week", "agreement future actor=both sides"}},
		{"Chadian troops were locked in a gun battle with raiders near Bol.", []string{"armed_clash actor=Chadian troops target=raiders"}},
		{"A clerk of the oil firm kidnapped in May is alive.", []string{"abduction victim=A clerk of the oil firm time=May"}},
		{"Nurses put the dead at 12.", []string{"casualties killed=12 source=Nurses"}},
		{"The mayor cited a nurse still at work in Homs as saying that 12 people had been killed.", []string{"killing victim=12 people killed=12 source=a nurse"}},
		{"2011 Libyan uprising: Nine people were killed in a raid on Zlitan.", []string{"attack target=Zlitan victim=Nine people killed=Nine"}},
		{"Seven clerks were killed, including a cashier, and two drivers were wounded in a raid on a bank in Gao.", []string{
			"attack target=a bank victim=Seven clerks|two drivers killed=Seven injured=two killed=a"}},
		{"On Tuesday night gunmen opened fire on a bus in Naivasha.", []string{"attack actor=gunmen target=a bus time=Tuesday night"}},
		{"A drone slammed into the tanker Iris Glory off Mokha.", []string{"air_strike target=the tanker Iris Glory instrument=A drone"}},
		{"Elements of the Lord's Resistance Army moved into Obo.", []string{"advance actor=Elements of the Lord's Resistance Army"}},
		{"Huts were burnt to the ground near Obo by raiders.", []string{"property_destruction actor=raiders target=Huts"}},
		{"Some 900 Congolese crossed the border near Obo.", []string{"displacement victim=Some 900 Congolese displaced=Some 900"}},
		{"Planes bombed Gharyan at least five times.", []string{"air_strike target=Gharyan instrument=Planes strikes=at least five"}},
		{"In Karachi 12 pilgrims were killed by gunmen.", []string{"killing actor=gunmen victim=12 pilgrims killed=12"}},
		{"In Karachi dozens of pilgrims were killed by gunmen.", []string{"killing actor=gunmen victim=dozens of pilgrims killed=dozens"}},
		{"In the village of Dawa soldiers killed two cooks.", []string{"killing actor=soldiers victim=two cooks killed=two"}},
		{"Further down the coast, a smaller faction, the Movement for Karsa, shelled a mill.", []string{"shelling actor=a smaller faction target=a mill"}},
		{"Since 2016 gunmen have killed 12 pilgrims.", []string{"killing actor=gunmen victim=12 pilgrims killed=12 time=Since 2016"}},
		{"Rebels have held Karsa since 2016, when they killed the mayor.", []string{"control actor=Rebels target=Karsa time=since 2016", "killing actor=they victim=the mayor time=since 2016"}},
		{"Gunmen came to the mill on Monday, called the cook out and shot him dead.", []string{"killing actor=Gunmen victim=him time=Monday"}},
		{"Gunmen shot dead a baker who tried to bolt his door.", []string{"killing actor=Gunmen victim=a baker killed=a"}},
		{"Guards burned alive two cooks in Bol.", []string{"killing actor=Guards victim=two cooks killed=two"}},
		{"Police baton-charged the crowd in Bol.", []string{"attack actor=Police target=the crowd"}},
		{"Three women were gang-raped near Bol.", []string{"sexual_violence victim=Three women"}},
		{"In 2016 gunmen killed 12 pilgrims in Karachi.", []string{"killing actor=gunmen victim=12 pilgrims killed=12 time=2016"}},
		{"Last week rebels attacked a mine near Bria.", []string{"attack actor=rebels target=a mine time=Last week"}},
		{"The bakers are thought to have been murdered.", []string{"killing possible victim=The bakers"}},
		{"Shells killed four people in villages surrounding Aleppo.", []string{"shelling victim=four people instrument=Shells killed=four"}},
		{"Gunmen shot dead two bakers accused of spying.", []string{"killing actor=Gunmen victim=two bakers killed=two"}},
		{"A fire at a shoe factory outside Hanoi killed nine seamstresses.", nil},
		{"An army helicopter crashed near Bamako, killing one of the pilots.", nil},
		{"Six people died when a bridge collapsed in Genoa.", nil},
		{"A truck carrying pilgrims veered off a road in Nepal.", nil},
		{"Monitors counted 128 deaths as the ceasefire seemed to collapse.", []string{"casualties killed=128 source=Monitors"}},
		{"One man was killed when gunmen fired at voters near Malda.", []string{"attack actor=gunmen target=voters victim=One man killed=One"}},
		{"The death toll in Vukovar climbed to 31 bakers killed.", []string{"casualties victim=31 bakers killed=31"}},
		{"The tribunal accused two colonels of theft, allegedly preparing a mutiny by killing judges.", []string{
			"statement actor=The tribunal target=two colonels",
			"coup future source=The tribunal", "killing victim=judges source=The tribunal"}},
		{"Suspected rebels took nine nuns hostage in Bria.", []string{"abduction actor=Suspected rebels victim=nine nuns abducted=nine"}},
		{"An air raid hit a market, killing or wounding up to 15 people.", []string{"air_strike target=a market victim=up to 15 people killed_or_injured=up to 15"}},
		{"A mine killed a soldier and six nurses near Herat.", []string{"bombing victim=a soldier|six nurses instrument=A mine killed=a killed=six"}},
		{"A crowd threw stones at the town hall and set a police car on fire.", []string{"riot actor=A crowd target=the town hall instrument=stones",
			"riot actor=A crowd target=a police car"}},
		{"Roadblocks manned by police have stopped 30 lorries carrying flour.", []string{"aid_blocked actor=police target=30 lorries"}},
		{"Warplanes of the Arab coalition bombed the port.", []string{"air_strike actor=Warplanes of the Arab coalition target=the port instrument=Warplanes of the Arab coalition"}},
		{"The bishop accused the militia of committing a massacre in Mela.", []string{"statement actor=The bishop target=the militia", "killing actor=the militia source=The bishop"}},
		{"The army denied killing the bishop, blaming bandits.", []string{"statement actor=The army", "killing negated actor=The army victim=the bishop source=The army",
			"statement actor=The army target=bandits"}},
		{"Police foiled a plot to bomb a church.", []string{"bombing negated target=a church"}},
		{"The plan provides for the release of 40 prisoners.", []string{"release future victim=40 prisoners abducted=40"}},
		{"Soldiers arrested a cell of five men in Tunis.", []string{"arrest actor=Soldiers target=a cell of five men detained=five"}},
		{"The siege began on Monday, when soldiers attacked a post.", []string{"attack actor=soldiers target=a post time=Monday"}},
		{"Rebels seized Kona on Tuesday and troops bombed the bridge the following day.", []string{
			"territory_gained actor=Rebels target=Kona time=Tuesday", "bombing actor=troops target=the bridge time=the following day"}},
		{"The patrols will aid in denying rebels a haven.", nil},
		{"I want to congratulate the Afghans.", []string{"statement actor=I target=the Afghans"}},
		{"The priests blamed the army for the massacre of 17 nuns.", []string{"statement actor=The priests target=the army",
			"killing actor=the army victim=17 nuns killed=17 source=The priests"}},
		{"Kenya blamed the attack on al-Shabaab.", []string{"statement actor=Kenya target=al-Shabaab", "attack actor=al-Shabaab source=Kenya"}},
		{"The bishop accused the army of a cover-up.", []string{"statement actor=The bishop target=the army"}},
		{"The deaths of nine sappers will not deter Chad.", []string{"casualties victim=nine sappers killed=nine"}},
		{"An attack could kill 90 pilgrims.", []string{"attack possible victim=90 pilgrims killed=90"}},
		{"Three tanks push into the suburb of Jobar.", []string{"advance"}},
		{"2012 Malian uprising: The army sends 90 soldiers to Gao.", []string{"deployment actor=The army deployed=90"}},
		{"The governor said that 68 pupils who were abducted have been rescued by troops.", []string{
			"abduction victim=68 pupils abducted=68 source=The governor",
			"release actor=troops victim=68 pupils abducted=68 source=The governor"}},
		{"A ceasefire is declared by Nepal's rebels.", []string{"agreement actor=Nepal's rebels"}},
		{"Fifteen militants accused of attacks in Sinai were jailed.", []string{"attack actor=Fifteen militants source=",
			"arrest target=Fifteen militants detained=Fifteen source="}},
		{"The minister condemned the 1998 invasion of Congo.", []string{"statement actor=The minister target=the 1998 invasion of Congo", "offensive time=1998"}},
		{"Nine nuns were killed by airstrikes the day before.", []string{"air_strike victim=Nine nuns killed=Nine time=the day before"}},
		{"Demonstrators clashed with police in Conakry leaving 17 dead.", []string{"riot actor=Demonstrators target=police victim=17 killed=17"}},
		{"The bishop survived a raid by bandits outside Bunia.", []string{"attack actor=bandits target=The bishop"}},
		{"ETA claimed responsibility for the bombing in Burgos.", []string{"statement actor=ETA target=the bombing", "bombing actor=ETA source=ETA"}},
		{"A dentist taken hostage by bandits near Sokoto was killed by his guards during a raid by commandos.", []string{
			"abduction actor=bandits victim=A dentist", "killing actor=his guards victim=A dentist killed=A", "attack actor=commandos"}},
		{"The brigade has a mandate to track and destroy mortars.", []string{"property_destruction future actor=The brigade target=mortars"}},
		{"Chad called on Sudan to end the blockade.", []string{"statement actor=Chad target=Sudan", "concession future actor=Sudan"}},
		{"Russian forces launch drone strikes on Dnipro.", []string{"air_strike actor=Russian forces target=Dnipro instrument=drone strikes"}},
		{"At dawn the Popular Front for the Liberation of Palestine blew up two pylons.", []string{
			"bombing actor=the Popular Front for the Liberation of Palestine target=two pylons"}},
		{"Herders linked to the LRA and Seleka attacked a mosque.", []string{"attack actor=Herders linked to the LRA and Seleka target=a mosque"}},
		{"Waw is the oldest town controlled by mutineers.", []string{"control actor=mutineers target=the oldest town"}},
		{"Islamists seized a dam after clashes with the army.", []string{"territory_gained actor=Islamists target=a dam", "armed_clash actor=Islamists target=the army"}},
		{"At least 12 pilgrims were killed and 40 injured in bombings in Bria.", []string{"bombing victim=At least 12 pilgrims|40 killed=At least 12 injured=40"}},
		{"The envoys met over a dispute about the release of captives.", []string{"release possible victim=captives", "talks actor=The envoys"}},
		{"A bus skidded off a road near Bam, killing 16 pilgrims.", nil},
		{"A cargo plane crashed near Goma, killing 13 people.", nil},
		{"The plague threatens the lives of children.", nil},
		{"The army plans to capture the remainder of Bria.", []string{"territory_gained future actor=The army target=the remainder of Bria"}},
		{"Nine nuns were killed by rebels in the attack carried out in Bria.", []string{"attack actor=rebels victim=Nine nuns killed=Nine"}},
		{"Cyclone Idai threatens to hit the docks of Beira.", nil},
		{"A heat wave killed 90 people in Pune.", nil},
		{"The Taliban launched a major offensive in the valley.", []string{"offensive actor=The Taliban"}},
		{"In Idlib, Syria, jets killed nine pilgrims.", []string{"air_strike victim=nine pilgrims instrument=jets killed=nine"}},
		{"Witnesses and activists report that gunmen killed nine pilgrims.", []string{"killing actor=gunmen victim=nine pilgrims killed=nine source=Witnesses"}},
		{"Students rallied for the release of detainees.", []string{"protest actor=Students", "release future victim=detainees"}},
		{"Rebels came closer to capturing the town of Bria.", []string{"territory_gained possible actor=Rebels target=the town of Bria"}},
		{"The army took a step towards freeing the town of Bria.", []string{"territory_gained future actor=The army target=the town of Bria"}},
		{"A quake struck near Bam, killing 90 people and leaving 300 injured.", nil},
		{"Nine soldiers were killed after a truck overturned near Bam.", nil},
		{"A storm hit the camp as gunmen attacked it, killing nine pilgrims.", []string{"attack actor=gunmen victim=nine pilgrims killed=nine"}},
		{"Chad condemned the 7 August attacks in Nairobi.", []string{"statement actor=Chad target=the 7 August attacks time=7 August", "attack time=7 August"}},
		{"A truck bomb went off at a barracks in Batna, killing 31 recruits, in an apparent suicide attack.", []string{
			"suicide_bombing victim=31 recruits instrument=A truck bomb killed=31"}},
		{"Nine pilgrims were killed as troops stormed the shrine.", []string{"attack actor=troops target=the shrine victim=Nine pilgrims killed=Nine"}},
		{"Two guards were killed in a suspected sarin gas attack in Bria.", []string{"attack victim=Two guards killed=Two"}},
		{"No group has claimed responsibility for the bombing in Kano, which killed nine people.", []string{
			"statement negated target=the bombing", "bombing victim=nine people killed=nine"}},
		{"No faction claimed the bombing that killed two nuns in Galle.", []string{
			"statement negated target=the bombing", "bombing victim=two nuns killed=two"}},
		{"No soldier attacked the village of Bria.", []string{"attack negated target=the village of Bria"}},
		{"Rebels said they had shot down a helicopter near Bria; the army denied losing any aircraft.", []string{
			"interception actor=they target=a helicopter source=Rebels", "statement actor=the army"}},
		{"Kenyan police foiled a plot to bomb a church in Mombasa and arrested two suspects.", []string{
			"bombing negated target=a church", "arrest actor=Kenyan police target=two suspects detained=two"}},
		{"The president condemned the killing of nine miners in Zamfara.", []string{
			"statement actor=The president target=the killing of nine miners", "killing victim=nine miners killed=nine"}},
		{"Heavy clashes erupted between the army and rebels in Bahri, witnesses said, forcing hundreds of families to flee.", []string{
			"armed_clash actor=the army target=rebels source=witnesses", "displacement victim=hundreds of families displaced=hundreds source=witnesses"}},
		{"Gunmen released the last three hostages seized in a raid on a school in Kaduna.", []string{
			"release actor=Gunmen victim=the last three hostages abducted=three", "abduction victim=the last three hostages abducted=three", "attack target=a school"}},
		{"The town, taken by rebels earlier, was shelled on Monday.", []string{"territory_gained actor=rebels target=The town time=earlier", "shelling target=The town time=Monday"}},
		{"The village, seized by rebels in May, was bombed by Russian jets.", []string{"territory_gained actor=rebels target=The village time=May",
			"air_strike actor=Russian jets target=The village instrument=Russian jets"}},
		{"Twenty people were killed by Islamic State in the Levant.", []string{"killing actor=Islamic State in the Levant victim=Twenty people killed=Twenty"}},
		{"An explosion outside a police station in Cotabato killed a passer-by.", []string{"bombing victim=a passer-by killed=a"}},
		{"The rebel spokesman denied responsibility for the massacre of 40 villagers in Solhan.", []string{
			"statement actor=The rebel spokesman", "killing victim=40 villagers killed=40"}},
		{"A suspected Rwandan missile strike on a mill killed five nurses.", []string{"shelling actor=Rwandan target=a mill victim=five nurses instrument=A suspected Rwandan missile strike killed=five"}},
		{"The rebels keep 90 people hostage in a dairy hung with grenades.", []string{"abduction actor=The rebels victim=90 people abducted=90"}},
		{"The death toll of Mali's deadliest attack rose to 90.", []string{"attack", "casualties killed=90"}},
	} {
		x, err := r.Read(Input{Original: []byte(c.sentence), Published: published})
		if err != nil {
			t.Fatal(err)
		}
		got := make([]string, 0, len(x.Claims))
		for i := range x.Claims {
			got = append(got, line(&x.Claims[i]))
		}
		want := append([]string{}, c.want...)
		sort.Strings(got)
		sort.Strings(want)
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%q:\n\tgot  %s\n\twant %s", c.sentence, strings.Join(got, "\n\t     "), strings.Join(want, "\n\t     "))
		}
	}
}
