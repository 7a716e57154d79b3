"""Word lists of German administrative prose that more than one rule needs."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(text.split())


MONTHS = words(
    "Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember "
    "Jan Feb Mär Apr Jun Jul Aug Sep Sept Okt Nov Dez"
)
WEEKDAYS = words("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend Sonntag")

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
    Techn Theol Urspr Vorl Vorauss Zb Dh Ua Vet Habil Hon
    """
)
"""Abbreviations by their first letter capitalised and without the dot; the dot is no end by itself."""

BINDING = words(
    """
    Bzw Ca Rd Nr Nrn Dr Prof St Inkl Exkl Zzgl Max Mind Gem Hd Lt Vgl Sog Insb Ehem Stellv Dipl Med Hl Hr Fr Fa
    Buchst Lit Ziff Bd Kap Abb Az Univ Hann Ltd Tel Zi Geb Hrsg Evtl Ggf Ggfs Bspw Erm Ing Ev Kath Mr Mrs Op Bgm Pfr
    Stv Mag Lfd Jur Phil Rer Nat Zb Dh Resp Bzgl Kt Verh Verw Gegr Gest Gez Od Abt Ref Reg Flst Bis Und Oder
    """
)
"""Those (and clipped function words, as in "3. bis. 9. August") that always lean on what follows."""

BINDING_PAIRS = words("z.b. d.h. i.s.v. i.s.d. i.v.m. i.h.v. z.hd. s.o. s.u. o.a. v.a. h.c. u.u. z.zt. i.a. a.a. b.a.")
"""Abbreviations in several parts that always lean on what follows, without inner spaces."""

ORDINAL_NOUNS = words(
    """
    Mal Klasse Klassen Platz Bauabschnitt Abschnitt Quartal Halbjahr Jahrhundert Jahrestag Geburtstag Todestag Stock
    Obergeschoss Untergeschoss OG UG Vorsitzender Vorsitzende Vorsitzenden Beigeordneter Beigeordnete
    Kreisbeigeordneter Kreisbeigeordnete Bürgermeister Auflage Ausgabe Folge Sitzung Kreistagssitzung Lehrjahr
    Schuljahr Semester Woche Tag Runde Etappe Preis Liga Mannschaft SV FC TSV Jh Jahrgang Änderung Nachtrag Stufe
    Phase Weltkrieg
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
    Telefon Notruf Notrufnummer Nr. Abs. Ziff. Wert Index Platz mal Klasse
    """
)
