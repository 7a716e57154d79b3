"""What more than one rule needs to know of German administrative prose: its words, mostly."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(text.split())


LONGEST_SENTENCE = 1000
"""Characters of a sentence that are looked at: longer ones are none that a person wrote."""

MONTHS = words(
    "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember "
    "Jan Feb Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez"
)
WEEKDAYS = words("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag")
SHORT_WEEKDAYS = words("Mo Di Mi Do Fr Sa So")

OPENERS = words(
    """
    Der Die Das Den Dem Des Ein Eine Einen Einem Einer Eines Kein Keine Keinen Keiner Er Sie Es Wir Ich Ihr Man Wer
    Was Wie Wo Wann Warum Wieso Weshalb Welche Welcher Welches Womit Wofür Wohin Woher Dieser Diese Dieses Diesen
    Diesem Jener Jene Jenes Jeder Jede Jedes Jeden Alle Allen Aller Alles Viele Vielen Einige Mehrere Beide Manche
    Mancher Wenige Niemand Jemand Andere Anders Solche Dessen Deren Denen Sein Seine Seinen Seiner Ihre Ihren Ihrem
    Ihrer Unser Unsere Unseren Mein Meine Dein Deine Euer Eure In Im Ins An Am Ans Auf Aufs Aus Bei Beim Mit Nach
    Von Vom Vor Zu Zum Zur Für Durch Gegen Ohne Um Über Unter Zwischen Seit Bis Ab Neben Hinter Während Wegen Trotz
    Laut Gemäß Innerhalb Außerhalb Anstelle Statt Anlässlich Aufgrund Angesichts Dank Entlang Entsprechend
    Hinsichtlich Infolge Mithilfe Mittels Per Pro Rund Etwa Circa Knapp Mindestens Und Oder Aber Denn Doch Sondern
    Sowie Sowohl Weder Entweder Wenn Weil Dass Ob Obwohl Als Bevor Nachdem Damit Sobald Solange Sofern Falls Da
    Indem Zwar Dort Hier Heute Morgen Gestern Jetzt Nun Dann Danach Davor Dabei Dafür Dagegen Daher Darum Deshalb
    Deswegen Darüber Darunter Daran Darauf Daraus Darin Dazu Davon Dadurch Dahinter Daneben Dazwischen Demnach
    Dementsprechend Demzufolge Außerdem Zudem Ferner Weiterhin Ebenso Ebenfalls Auch Nur Noch Schon Bereits Erst
    Erstmals Zunächst Zuerst Zuletzt Anschließend Schließlich Später Früher Bisher Bislang Künftig Zukünftig Derzeit
    Zurzeit Aktuell Gleichzeitig Inzwischen Mittlerweile Seitdem Seither Damals Einst Oft Häufig Meist Meistens
    Manchmal Immer Nie Niemals Nicht Nichts Besonders Insbesondere Insgesamt Allerdings Jedoch Dennoch Trotzdem
    Hingegen Vielmehr Somit Also So Sonst Ansonsten Leider Natürlich Vielleicht Möglicherweise Voraussichtlich
    Weitere Weiteres Weiter Mehr Unterdessen Umso Übrigens Ziel Grund Hintergrund Eingeladen Willkommen
    Interessierte Anmeldungen Anmeldung Informationen Beginn Einlass Eintritt Treffpunkt Veranstalter
    Veranstaltungsort Voraussetzung Betroffen Geplant Gesucht Möglich Nähere Ist Sind War Waren Wird Werden Wurde
    Wurden Hat Haben Hatte Hatten Kann Können Konnte Muss Müssen Soll Sollen Darf Dürfen Will Wollen Gibt Gilt
    Montags Dienstags Mittwochs Donnerstags Freitags Samstags Sonnabends Sonntags Werktags Wochentags Morgens Vormittags
    Mittags Nachmittags Abends Nachts Mitzubringen Bitte
    """
)
"""Capitalised words that open sentences and do not follow an ordinal or an abbreviation inside one."""

CLIPPED = words(
    """
    Abb Abs Abt Abzw Adr Allg Amtl Anm Art Aufl Az B Bd Bde Betr Bez Bf Bgm Bhf BGBl Bj Bl Bsp Buchst Chr Co D Di Do
    Einschl Einw Erdg Etc Ev Evtl Ew Fa Ff Fl Flst Forts Fr Gde Gebr Geg Gem Ggf Ggfs Gr Hbf Hl Hrsg Hs Hst Hausnr
    Inh Inkl Insb Jg Jh Jhd Jr Jun Kap Kath Kdt Kfm Kl Komm Kt Kto Lfd Lit Lkr Lt Luth Max Mi Mill Min Mind Mio Mo
    Mr Mrd Mrs Mtl Nachf Nam Nat Nov Nr Nrn Obb Od Op Orig Pers Pfr Pos Ppa Qm Rd Ref Reg Rel Rh Sa Sek Sen So Sog
    Sp Spp Std St Str Stv Städt Tel Tgl Tsd U Univ Usf Usw Verf Verh Verw Vgl Vors Vs Wdh Wg Whg Zi Ziff Zit Zz Zzgl
    Zzt Jährl Tägl Wöchentl Monatl Jan Feb Apr Aug Sep Sept Okt Dez Bspw Beisp Bzgl Bzw Ca Cf Dgl Dipl Dr Ehem Eigtl
    Entspr Erm Erw Exkl Geb Gegr Gest Gez Gl Hann Hd Höchst Hr Ing Jur Ltd Mag Med Phil Prof Rer Resp Schr Sr Stellv
    Techn Theol Urspr Vorl Vorauss Zb Dh Ua Vet Habil Hon Fam Iur Dent Mult Päd Hst Hp Pfrin Dr.in Prof.in Gr Uvm Uam
    Oec Soz Agr Pharm Psych Biol Chem Arch Komp Bibl Bearb Red Verb Erl Aufg Landkr Krs Ortst Gemark Kfr Schriftf Dir
    Doz Ausg Jahrg Lfg Verz Hess Bayer Bay Nds Jüd Württ Thür Sächs Westf Preuß Dt Österr Evang Röm Öffentl Gesetzl Ldkr
    """
)
"""Abbreviations by their first letter capitalised and without the dot; the dot is no end by itself."""

BINDING = words(
    """
    Bzw Ca Rd Nr Nrn Dr Prof St Inkl Exkl Zzgl Max Mind Gem Hd Lt Vgl Sog Insb Ehem Stellv Dipl Med Hl Hr Fr Fa
    Buchst Lit Ziff Bd Kap Abb Az Univ Hann Ltd Tel Zi Geb Hrsg Evtl Ggf Ggfs Bspw Erm Ing Ev Kath Mr Mrs Op Bgm Pfr
    Stv Mag Lfd Jur Phil Rer Nat Zb Dh Resp Bzgl Kt Verh Verw Gegr Gest Gez Od Abt Ref Reg Flst Bis Und Oder
    Doz Fam Iur Dent Mult Päd Pfrin App Schriftf Vet Theol Pharm Oec Soz Agr Habil
    """
)
"""Those (and clipped function words, as in "3. bis. 9. August") that always lean on what follows."""

BINDING_PAIRS = words(
    "z.b. d.h. i.s.v. i.s.d. i.v.m. i.h.v. z.hd. s.o. s.u. o.a. v.a. h.c. u.u. z.zt. i.a. a.a. b.a. u."
)
"""Abbreviations in several parts that always lean on what follows, without inner spaces; "u." alone is "und"."""

LIST_ENDERS = words("usw. usf. etc. uvm. uam. u.v.m. u.a.m. v.a.m. u.s.w. pp. e.t.c. u.dgl. dgl.")
"""What closes a list, without inner spaces: a noun cannot follow in the same sentence."""

DEGREES = words("Dr. Prof. Dipl. Dr.in Prof.in PD")
"""What a faculty may follow in small letters: "Dr. pharm."."""

ORDINAL_NOUNS = words(
    """
    Mal Klasse Klassen Platz Bauabschnitt Abschnitt Quartal Halbjahr Jahrhundert Jahrestag Geburtstag Todestag Stock
    Obergeschoss Untergeschoss OG UG Vorsitzender Vorsitzende Vorsitzenden Beigeordneter Beigeordnete
    Kreisbeigeordneter Kreisbeigeordnete Bürgermeister Auflage Ausgabe Folge Sitzung Kreistagssitzung Lehrjahr
    Schuljahr Semester Woche Tag Runde Etappe Preis Liga Mannschaft SV FC TSV Jh Jahrgang Änderung Nachtrag Stufe
    Phase Weltkrieg Advent Adventssonntag Adventswochenende KW Kalenderwoche Sonntag Samstag Montag Dienstag Mittwoch
    Donnerstag Freitag Wochenende Klassenstufe Jahrgangsstufe Lebensjahr Lebensmonat Monat Jubiläum Preisträger
    Preisträgerin Etage Legislaturperiode Wahlperiode Wahlgang Spieltag Bürgermeisterin
    """
)
"""Nouns that ask for an ordinal before them."""

BEFORE_ORDINAL = words(
    """
    der die das dem den des zum zur am im vom beim ins ab bis seit und oder sowie bzw. ein eine einen einem einer
    eines jeder jede jedes jeden jedem ihr ihre ihren ihrem ihrer sein seine seinen seinem seiner unser unsere
    unseren unserem dieser diese dieses diesen diesem als nach vor
    """
)
BEFORE_CARDINAL = words(
    """
    auf bei um von mit über unter etwa circa insgesamt nur Raum Zimmer Haus Hausnummer Halle Linie Linien Tempo
    Seite Gleis Stufe Warnstufe Alarmstufe Folge Nummer Kreisstraße Landesstraße Bundesstraße Ausfahrt Tor K L B A
    Telefon Notruf Notrufnummer Rufnummer Durchwahl Apparat Wert Index Platz mal Klasse Version Artikel Satz Absatz
    Kapitel Ziffer Paragraf Saal Opus KV Fraktion Mindestalter
    """
)
NUMBERED = words("§ §§ Nr Nrn Zi Tel App Abs Art Ziff Kap op Op Bd S Az KV Raum Zimmer Version Kurs Rn Buchst")
"""What a mere number follows, however it is written: "Zi. 3.07", "§ 5", "Kurs-Nr. 4.12"; without the dot."""

UNITS = words(
    "m t l g h s m² m³ km kg mg cm mm dm ml dl hl ha qm kW kWh MW MWh GWh kWp Hz kHz °C °F % ‰ Mbit Gbit MB GB ct µg"
)
"""Units have no dot (DIN 1301): one after them is an end."""

NO_VOWEL = words("Lkw Lkws Pkw Pkws Kfz Vhs vhs Pst Hm")
"""Words without a vowel that are no abbreviations with a dot."""

CLIPPED_ENDS = ("str", "gem", "gesch", "pl", "ltg", "verb", "vors", "abt", "ref")
"""How clipped compounds end: "Mühlenstr.", "Verwaltungsgem.", "Erdgesch.", "Marktpl."."""

ARTICLES = words("der die das den dem des zum zur am im beim")

COUNTS = words("Mio Mrd Tsd Mill Min Std Sek")
"""What a noun or a verb follows: "2,7 Mio. Euro"."""

COPULAS = words("ist sind war waren wird werden wurde wurden bin")

FINITE = words(
    """
    ist sind war waren wäre wären sei seien wird werden wurde wurden würde hat haben hatte hatten hätte kann können
    konnte konnten muss müssen musste mussten soll sollen sollte sollten darf dürfen durfte durften will wollen
    wollte wollten möchte möchten mag mögen gibt geben gab gaben gilt gelten galt galten kostet kosten kostete
    kosteten kommt kommen kam kamen geht gehen ging gingen steht stehen stand standen liegt liegen lag lagen bleibt
    bleiben blieb blieben beginnt beginnen begann begannen endet enden endete endeten findet finden fand fanden
    folgt folgen folgte folgten führt führen führte führten fährt fahren fuhr fuhren läuft laufen lief liefen nimmt
    nehmen nahm nahmen erhält erhalten erhielt erhielten bietet bieten bot boten zahlt zahlen zahlte zahlten trägt
    tragen trug trugen sagt sagen sagte sagten erklärt erklärte erklärten rät raten riet bittet bitten bat baten
    lädt laden lud luden hilft helfen half halfen tritt treten trat traten spricht sprechen sprach sprachen zeigt
    zeigen zeigte zeigten macht machen machte machten braucht brauchen brauchte dauert dauern dauerte dient dienen
    diente heißt heißen hieß öffnet öffnen öffnete schließt schließen schloss sorgt sorgen sorgte stellt stellen
    stellte stellten spielt spielen spielte spielten startet starten startete starteten melden meldete meldeten
    meldet lassen lässt ließ ließen sieht sehen sah sahen hält halten hielt hielten leitet leiten leitete bringt
    bringen brachte brachten wohnt wohnen lebt leben lebte lebten arbeitet arbeiten arbeitete freut freuen freute
    freuten gehört gehören gehörte gehörten fehlt fehlen fehlte fehlten reicht reichen reichte wirkt drohen droht
    drohte fallen fällt fiel fielen steigt steigen stieg stiegen sinkt sinken sank sanken singt singen sang sangen
    tagt tagen tagte lautet lauten lautete passiert erscheint erscheinen erschien bekommt bekommen bekam bekamen
    informiert informieren berät beraten beriet übernimmt übernehmen übernahm entsteht entstehen entstand entstanden
    besteht bestehen bestand bestanden wartet warten wartete rechnet rechnen rechnete erklingt erklingen erklang
    liest lesen las lasen sucht suchen suchte suchten fordert fordern forderte hofft hoffen plant planen plante
    planten baut bauen baute bauten teilt teilen teilte teilten tut tun tat hängt verkauft verkaufen
    """
)
"""Finite verbs that a release has in most of its sentences; a main clause has one."""

SUBORDINATING = words(
    """
    dass weil wenn ob obwohl damit sodass sobald solange sofern falls bevor nachdem während seit bis als da indem wie wo
    was wer wen wem warum wodurch wofür womit wann der die das den dem deren dessen denen welcher welche welches welchen
    welchem
    """
)
"""What opens a subordinate clause after a comma: its verb is still to come."""

AFTER_VERB = words("sich es sie er wir man der die das den dem ein eine einen keine keinen nicht auch nur noch")
"""What stands right behind a finite verb and hardly behind a participle."""

ALWAYS_SUBORDINATING = words("dass weil wenn ob Dass Weil Wenn Ob Falls Wer Obwohl Solange Sobald Sofern")
"""What does so without a comma, as "auch wenn", and at the beginning."""
