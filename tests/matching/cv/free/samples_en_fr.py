"""CVs in English and French in many layouts, with what they say."""

from tests.matching.cv.free.building import Sample

SAMPLES = (
    Sample(
        "dates first, one line each",
        """
John Alan Whitfield
12 Mill Lane, Sheffield S1 2AB, UK
Tel: +44 7700 900123 | john.whitfield@example.com
Nationality: British

PROFESSIONAL EXPERIENCE

2018 - present   Head of Policy, Department for Work and Pensions, London
Leads a team of 14 analysts on disability benefits.
2011 - 2018   Senior Policy Adviser, Department for Work and Pensions, London
Drafted the reform of carers' allowances.
2006 - 2011   Researcher, Institute for Employment Studies, Brighton
Surveys of employers.

EDUCATION

2004 - 2005   MSc Social Policy, University of York
2001 - 2004   BA Politics, University of Leeds

LANGUAGES

English: native; French: B2; Spanish: basic
""",
        """
post | Head of Policy | Department for Work and Pensions | 2018/... | GB
post | Senior Policy Adviser | Department for Work and Pensions | 2011/2018 | GB
post | Researcher | Institute for Employment Studies | 2006/2011 | GB
degree | MSc Social Policy | University of York | 2004/2005 | GB
degree | BA Politics | University of Leeds | 2001/2004 | GB
""",
        "en native; fr B2 B2 B2 B2; es - - A2 A2",
        "John Alan Whitfield",
        "GB",
        1,
    ),
    Sample(
        "title in bold, employer and dates below, bullets",
        """
!MARTA KOWALSKA-REID
Warsaw, Poland
marta.kowalska@example.pl

# Employment history
!Director of Employment Programmes
Ministry of Family, Labour and Social Policy, Warsaw
January 2017 to date
- Managed the European Social Fund portfolio
- Chaired the committee on youth guarantees
!Deputy Director
Voivodship Labour Office, Kraków
June 2010 – December 2016
- Introduced profiling of the unemployed
# Education
!Master of Laws
Jagiellonian University, Kraków
2003 – 2008
# Languages
Polish (mother tongue), English (C1), German (A2)
""",
        """
post | Director of Employment Programmes | Ministry of Family, Labour and Social Policy | 2017-01/... | PL
post | Deputy Director | Voivodship Labour Office | 2010-06/2016-12 | PL
degree | Master of Laws | Jagiellonian University | 2003/2008 | PL
""",
        "pl native; en C1 C1 C1 C1; de A2 A2 A2 A2",
        "MARTA KOWALSKA-REID",
    ),
    Sample(
        "Europass style, labels in the left column",
        """
# Curriculum vitae
First name(s) / Surname(s)\tIoana Marinescu
Nationality\tRomanian
# Work experience
Dates\t01/03/2014 - 31/08/2020
Occupation or position held\tLabour inspector
Name and address of employer\tTerritorial Labour Inspectorate Cluj, Cluj-Napoca, Romania
Main activities and responsibilities\tInspections in construction and trade
Dates\t01/09/2009 - 28/02/2014
Occupation or position held\tLegal adviser
Name and address of employer\tNational Agency for Employment, Bucharest
Main activities and responsibilities\tContracts and litigation
# Education and training
Dates\t2004 - 2008
Title of qualification awarded\tBachelor's degree in Law
Name and type of organisation providing education and training\tBabes-Bolyai University
# Languages
Mother tongue(s)\tRomanian
Other language(s)\tEnglish
\tListening\tReading\tSpoken interaction\tSpoken production\tWriting
English\tC1\tC2\tC1\tB2\tB2
French\tB1\tB2\tA2\tA2\tA2
""",
        """
post | Labour inspector | Territorial Labour Inspectorate Cluj | 2014-03-01/2020-08-31 | RO
post | Legal adviser | National Agency for Employment | 2009-09-01/2014-02-28 | RO
degree | Bachelor's degree in Law | Babes-Bolyai University | 2004/2008 | -
""",
        "ro native; en C1 C2 B2 B2; fr B1 B2 A2 A2",
        "Ioana Marinescu",
        "RO",
    ),
    Sample(
        "several posts under one employer",
        """
Peter Okonkwo
peter.okonkwo@example.ng

EXPERIENCE

!National Pension Commission, Abuja, Nigeria
!Director, Compliance | Jan 2016 – Present
- Supervision of 22 administrators
!Assistant Director, Surveillance | Mar 2011 – Dec 2015
- Risk based examinations

!Federal Ministry of Finance, Abuja
!Principal Accountant | 2004 – 2011
- Budget of the pension department

EDUCATION
MBA, University of Lagos, 2010
BSc Accounting, University of Ibadan, 2001
""",
        """
post | Director, Compliance | National Pension Commission | 2016-01/... | NG
post | Assistant Director, Surveillance | National Pension Commission | 2011-03/2015-12 | NG
post | Principal Accountant | Federal Ministry of Finance | 2004/2011 | NG
degree | MBA | University of Lagos | /2010 | NG
degree | BSc Accounting | University of Ibadan | /2001 | NG
""",
        name="Peter Okonkwo",
    ),
    Sample(
        "position at employer, dates in brackets at the end",
        """
Ruth Abernathy
Skype: ruth.abernathy; mobile +353 87 555 0177

Career summary
Adviser on occupational safety with twenty years of work for governments and for employers in Europe and Africa.

Career
Chief Inspector at the Health and Safety Authority, Dublin (September 2015 - today)
Responsible for chemicals and for the national campaign on farm safety.
Senior Inspector at the Health and Safety Authority, Galway (2008 - 2015)
Trained inspectors on the use of machinery.
Safety Manager at Kerrigan Foods Ltd, Cork (2001 - 2008)

Consultancies
Evaluation of the labour inspection system, Ministry of Labour, Lusaka, Zambia (May 2019)
Training of inspectors on chemical safety, Department of Occupational Safety, Nairobi, Kenya (Oct - Nov 2017)

Qualifications
BEng Chemical Engineering, University College Dublin (1997 - 2001)
""",
        """
summary | - | - | / | -
post | Chief Inspector | Health and Safety Authority | 2015-09/... | IE
post | Senior Inspector | Health and Safety Authority | 2008/2015 | IE
post | Safety Manager | Kerrigan Foods Ltd | 2001/2008 | IE
assignment | Evaluation of the labour inspection system | Ministry of Labour | 2019-05/2019-05 | ZM
assignment | Training of inspectors on chemical safety | Department of Occupational Safety | 2017-10/2017-11 | KE
degree | BEng Chemical Engineering | University College Dublin | 1997/2001 | IE
""",
        name="Ruth Abernathy",
        phones=1,
    ),
    Sample(
        "no headings with style, employer before title",
        """
Samuel Adjei Mensah
Accra, Ghana
E-mail: s.mensah@example.gh

Employment
Ministry of Employment and Labour Relations, Accra
Principal Labour Officer
2014 to date
Head of the unit on collective bargaining.
Ghana Statistical Service, Accra
Statistician
2007 to 2014
Labour force surveys.

Education
University of Ghana
MPhil Statistics
2005 to 2007

Languages
English, Twi and Ga: fluent. French: fair.
""",
        """
post | Principal Labour Officer | Ministry of Employment and Labour Relations | 2014/... | GH
post | Statistician | Ghana Statistical Service | 2007/2014 | GH
degree | MPhil Statistics | University of Ghana | 2005/2007 | GH
""",
        name="Samuel Adjei Mensah",
    ),
    Sample(
        "table of posts with a head",
        """
!Lindiwe Dube
lindiwe.dube@example.zw
!Work history
Period\tPosition\tEmployer\tCountry
2019 - to date\tChief Social Security Officer\tNational Social Security Authority\tZimbabwe
2012 - 2018\tSocial Security Officer\tNational Social Security Authority\tZimbabwe
2009 - 2011\tTeacher\tMutare High School\tZimbabwe
!Academic background
Year\tQualification\tInstitution
2014\tMaster in Public Administration\tUniversity of Zimbabwe
2008\tBachelor of Arts\tAfrica University
!Language skills
Language\tReading\tSpeaking\tWriting
English\tExcellent\tExcellent\tExcellent
Shona\tMother tongue\t\t
""",
        """
post | Chief Social Security Officer | National Social Security Authority | 2019/... | ZW
post | Social Security Officer | National Social Security Authority | 2012/2018 | ZW
post | Teacher | Mutare High School | 2009/2011 | ZW
degree | Master in Public Administration | University of Zimbabwe | /2014 | ZW
degree | Bachelor of Arts | Africa University | /2008 | -
""",
        "en - C1 C1 C1; sn native",
        "Lindiwe Dube",
    ),
    Sample(
        "dates à gauche, deux lignes",
        """
Claire Fontanel
15 rue des Lilas, 69003 Lyon
06 11 22 33 44 - claire.fontanel@example.fr
Nationalité française

EXPÉRIENCES PROFESSIONNELLES

Depuis septembre 2019
Directrice adjointe du travail
DREETS Auvergne-Rhône-Alpes, Lyon
- Pilotage de la lutte contre le travail illégal
- Encadrement de 25 agents

2012 – 2019
Inspectrice du travail
DIRECCTE Bourgogne, Dijon
- Contrôle des chantiers

FORMATION

2011
Institut national du travail, de l'emploi et de la formation professionnelle, Marcy-l'Étoile
Élève inspectrice du travail

2009
Master 2 Droit social, Université Lumière Lyon 2

LANGUES
Anglais : courant (C1)
Espagnol : notions
""",
        """
post | Directrice adjointe du travail | DREETS Auvergne-Rhône-Alpes | 2019-09/... | FR
post | Inspectrice du travail | DIRECCTE Bourgogne | 2012/2019 | FR
degree | Élève inspectrice du travail | Institut national du travail, de l'emploi et de la formation professionnelle | /2011 | -
degree | Master 2 Droit social | Université Lumière Lyon 2 | /2009 | FR
""",
        "en C1 C1 C1 C1; es - - A2 A2",
        "Claire Fontanel",
        "FR",
        1,
    ),
    Sample(
        "paragraphes avec deux-points",
        """
Curriculum vitae
Moussa Traoré-Diallo
Né à Kayes, de nationalité malienne
Tél. : +223 76 55 01 42

Parcours professionnel
2016 à ce jour : Directeur général, Institut national de prévoyance sociale, Bamako. Réforme du recouvrement.
2009 à 2016 : Chef du département des prestations, Institut national de prévoyance sociale, Bamako.
1999 à 2009 : Contrôleur, Caisse malienne de sécurité sociale, Kayes.

Missions
Juin 2018 : formation des contrôleurs, Caisse nationale de sécurité sociale, Niamey, Niger
Mars 2015 : audit du recouvrement, Caisse nationale de prévoyance sociale, Abidjan, Côte d'Ivoire

Études
1998 : Maîtrise en droit privé, Université de Bamako

Langues : français (langue de travail, lu, écrit, parlé), bambara (langue maternelle), anglais (moyen)
""",
        """
post | Directeur général | Institut national de prévoyance sociale | 2016/... | ML
post | Chef du département des prestations | Institut national de prévoyance sociale | 2009/2016 | ML
post | Contrôleur | Caisse malienne de sécurité sociale | 1999/2009 | -
assignment | formation des contrôleurs | Caisse nationale de sécurité sociale | 2018-06/2018-06 | NE
assignment | audit du recouvrement | Caisse nationale de prévoyance sociale | 2015-03/2015-03 | CI
degree | Maîtrise en droit privé | Université de Bamako | /1998 | ML
""",
        "bm native; en - - B1 B1; fr - - - -",
        "Moussa Traoré-Diallo",
        "ML",
        1,
    ),
    Sample(
        "chez et depuis, sans styles",
        """
Sophie Delacroix-Meunier
sophie.dm@example.be
Expérience
Consultante senior chez Orizon Conseil SPRL, Bruxelles, depuis 2017
Évaluation de programmes d'insertion pour trois régions.
Chargée de mission auprès du Service public de l'emploi, Liège, de 2010 à 2017
Mise en place du suivi des cohortes de demandeurs d'emploi.
Diplômes
Licence en sociologie, Université de Liège, 2009
Langues
Français langue maternelle, néerlandais B2, anglais C1
Centres d'intérêt
Randonnée, chant choral
""",
        """
post | Consultante senior | Orizon Conseil SPRL | 2017/... | BE
post | Chargée de mission | Service public de l'emploi | 2010/2017 | BE
degree | Licence en sociologie | Université de Liège | /2009 | BE
""",
        "fr native; nl B2 B2 B2 B2; en C1 C1 C1 C1",
        "Sophie Delacroix-Meunier",
    ),
    Sample(
        "étiquettes dans chaque entrée",
        """
# Curriculum Vitae
Nom : Amadou Bâ Sarr
Nationalités : sénégalaise et française
# Expérience professionnelle
Période : de janvier 2013 à décembre 2019
Employeur : Agence de gestion du fonds de solidarité, Dakar
Poste : Directeur technique
Tâches : ciblage des ménages, suivi des transferts
Période : de mars 2006 à décembre 2012
Employeur : Ministère de la Famille, Dakar
Poste : Chef de division
Tâches : protection sociale
# Formation
Diplôme : DESS en économie publique
Établissement : Université Cheikh Anta Diop de Dakar
Année : 2005
# Langues
Wolof\tlangue maternelle
Français\tbilingue
Anglais\tlu : B2\tparlé : B1\técrit : A2
""",
        """
post | Directeur technique | Agence de gestion du fonds de solidarité | 2013-01/2019-12 | SN
post | Chef de division | Ministère de la Famille | 2006-03/2012-12 | SN
degree | DESS en économie publique | Université Cheikh Anta Diop de Dakar | /2005 | SN
""",
        "wo native; fr C2 C2 C2 C2; en - B2 B1 A2",
        "Amadou Bâ Sarr",
        "FR SN",
    ),
)
