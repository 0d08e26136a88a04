"""CVs in the layouts of networks, of academics, of offices and of people who follow no layout, with what they say."""

from tests.matching.cv.free.building import Sample

SAMPLES = (
    Sample(
        "a network's export",
        """
# Contact
www.linkedin.com/in/jane-harrow
# Top skills
Social dialogue
Collective bargaining
# Languages
English (Native or Bilingual)
French (Professional Working)
Spanish (Limited Working)
# Jane Harrow
Industrial relations specialist
# Summary
I help governments and social partners to build institutions of dialogue that outlive the projects which paid for them.
# Experience
!International Labour Organization
Senior Specialist, Social Dialogue
March 2018 - Present (6 years 3 months)
Geneva, Switzerland
!Advisory, Conciliation and Arbitration Service
Senior Conciliator
January 2009 - February 2018 (9 years 2 months)
London, United Kingdom
# Education
!London School of Economics
MSc, Industrial Relations · (2006 - 2007)
""",
        """
skills | - | - | / | -
summary | - | - | / | -
post | Senior Specialist, Social Dialogue | International Labour Organization | 2018-03/... | CH
post | Senior Conciliator | Advisory, Conciliation and Arbitration Service | 2009-01/2018-02 | GB
degree | MSc, Industrial Relations | London School of Economics | 2006/2007 | GB
""",
        "en native; fr - - B2 B2; es - - B1 B1",
        "Jane Harrow",
    ),
    Sample(
        "an academic with open dashes",
        """
Prof. Miguel Ângelo Barreto
Faculdade de Direito
miguel.barreto@example.pt

ACADEMIC APPOINTMENTS
2019–  Full Professor, Faculty of Law, University of Coimbra
2010–2019  Associate Professor, Faculty of Law, University of Coimbra
2003–10  Assistant Professor, University of Minho

EDUCATION
2003  PhD in Law, University of Coimbra
1997  Law degree, University of Lisbon

PUBLICATIONS
Barreto, M. (2021). Working time in the platform economy. Almedina Press.
Barreto, M. and Silva, R. (2017). "Collective agreements after the crisis". Journal of Labour Law 12(3), 45-67.
""",
        """
post | Full Professor | University of Coimbra | 2019/... | PT
post | Associate Professor | University of Coimbra | 2010/2019 | PT
post | Assistant Professor | University of Minho | 2003/2010 | -
degree | PhD in Law | University of Coimbra | /2003 | PT
degree | Law degree | University of Lisbon | /1997 | PT
publication | Working time in the platform economy | - | 2021/2021 | -
publication | Collective agreements after the crisis | - | 2017/2017 | -
""",
        name="Miguel Ângelo Barreto",
    ),
    Sample(
        "lines with strokes",
        """
ANTOINE LEFEBVRE-NGUYEN | Consultant
antoine.ln@example.ch

MISSIONS
06/2021 – 07/2021 | Ministère du Travail | Hanoï, Vietnam | Étude sur le salaire minimum
02/2019 – 05/2019 | Bureau international du Travail | Genève | Évaluation finale d'un projet sur le dialogue social
EMPLOIS
2012 – 2018 | Secrétariat d'État à l'économie | Berne, Suisse | Collaborateur scientifique
FORMATION
2010 – 2012 | Université de Genève | Master en relations internationales
LANGUES
Français (langue maternelle) | Anglais (C1) | Vietnamien (B1)
""",
        """
assignment | Étude sur le salaire minimum | Ministère du Travail | 2021-06/2021-07 | VN
assignment | Évaluation finale d'un projet sur le dialogue social | Bureau international du Travail | 2019-02/2019-05 | CH
post | Collaborateur scientifique | Secrétariat d'État à l'économie | 2012/2018 | CH
degree | Master en relations internationales | Université de Genève | 2010/2012 | CH
""",
        "fr native; en C1 C1 C1 C1; vi B1 B1 B1 B1",
        "ANTOINE LEFEBVRE-NGUYEN",
    ),
    Sample(
        "a career told in sentences",
        """
Nora Feeney
nora.feeney@example.ie
Nora Feeney has worked on pensions for all her working life, in government first and then for the social partners.
Since 2015 she has been Director of Policy at the Irish Congress of Trade Unions in Dublin.
From 2004 to 2015 she was Principal Officer in the Department of Social Protection, where she led the pensions division.
In May 2019 she advised the Ministry of Labour of Kenya on the reform of the provident fund.
She holds a master's degree in economics from Trinity College Dublin (2003).
Languages: English (native), Irish (fluent), French (basic).
""",
        """
summary | - | - | / | -
post | Director of Policy | Irish Congress of Trade Unions | 2015/... | IE
post | Principal Officer | Department of Social Protection | 2004/2015 | -
assignment | the reform of the provident fund | Ministry of Labour of Kenya | 2019-05/2019-05 | KE
degree | master's degree in economics | Trinity College Dublin | /2003 | IE
""",
        "en native; ga - - C1 C1; fr - - A2 A2",
        "Nora Feeney",
    ),
    Sample(
        "durées entre parenthèses, intitulé puis employeur",
        """
Yasmine Benkirane
Casablanca, Maroc - GSM : 06 61 55 01 42
Expérience professionnelle :
Septembre 2015 - Juin 2022 (6 ans et 10 mois) : Cheffe de service à la Caisse nationale de sécurité sociale, Casablanca
Gestion des réclamations et des contentieux.
Janvier 2010 - Août 2015 : Juriste à l'Agence nationale de promotion de l'emploi et des compétences, Rabat
Rédaction de conventions.
Formation :
2009 : Master en droit des affaires, Université Hassan II, Casablanca
Stage de formation des formateurs, Office de la formation professionnelle, 2016
Langues :
Arabe : langue maternelle
Français : courant
Anglais : moyen
""",
        """
post | Cheffe de service | Caisse nationale de sécurité sociale | 2015-09/2022-06 | MA
post | Juriste | Agence nationale de promotion de l'emploi et des compétences | 2010-01/2015-08 | MA
degree | Master en droit des affaires | Université Hassan II | /2009 | MA
training | Stage de formation des formateurs | Office de la formation professionnelle | 2016/2016 | -
""",
        "ar native; fr - - C1 C1; en - - B1 B1",
        "Yasmine Benkirane",
        phones=1,
    ),
    Sample(
        "entidad antes del cargo, puntos",
        """
Carlos Arce Villalobos
San José, Costa Rica
Datos personales
Nacionalidad: costarricense. Teléfono: (506) 8855-0142
Experiencia laboral
2016-2023: Caja Costarricense de Seguro Social. Director actuarial.
2009-2016: Superintendencia de Pensiones. Analista.
Asistencia técnica
Agosto de 2022: Instituto Hondureño de Seguridad Social, Tegucigalpa. Valuación actuarial del régimen de invalidez.
Formación académica
Maestría en Ciencias Actuariales. Universidad de Costa Rica. 2009.
Idiomas
Español: lengua materna; inglés: avanzado.
""",
        """
post | Director actuarial | Caja Costarricense de Seguro Social | 2016/2023 | -
post | Analista | Superintendencia de Pensiones | 2009/2016 | -
assignment | Valuación actuarial del régimen de invalidez | Instituto Hondureño de Seguridad Social | 2022-08/2022-08 | HN
degree | Maestría en Ciencias Actuariales | Universidad de Costa Rica | /2009 | CR
""",
        "es native; en - - C1 C1",
        "Carlos Arce Villalobos",
        "CR",
        1,
    ),
    Sample(
        "организация перед должностью",
        """
Мамедова Севиль Рашид кызы
Баку, Азербайджан
тел. +994 50 555 01 42
Профессиональный опыт
2015 г. – настоящее время: Министерство труда и социальной защиты населения, начальник управления занятости, Баку
2008 г. – 2015 г.: Государственная служба занятости, главный консультант, Гянджа
Международные проекты
Октябрь 2021 г.: Министерство здравоохранения и социального развития, Душанбе, Таджикистан – обучение служб занятости
Образование
2003–2007 гг.: Бакинский государственный университет, бакалавр права
Повышение квалификации
2018 г.: семинар по политике занятости, Международный учебный центр МОТ, Турин, Италия
Языки
азербайджанский (родной), русский (C1), турецкий (B2), английский (разговорный)
""",
        """
post | начальник управления занятости | Министерство труда и социальной защиты населения | 2015/... | AZ
post | главный консультант | Государственная служба занятости | 2008/2015 | -
assignment | обучение служб занятости | Министерство здравоохранения и социального развития | 2021-10/2021-10 | TJ
degree | бакалавр права | Бакинский государственный университет | 2003/2007 | -
training | семинар по политике занятости | Международный учебный центр МОТ | 2018/2018 | IT
""",
        "az native; ru C1 C1 C1 C1; tr B2 B2 B2 B2; en - - B1 -",
        "Мамедова Севиль Рашид кызы",
        phones=1,
    ),
    Sample(
        "الوظيفة ثم الجهة ثم التاريخ",
        """
!ليلى حسن الخطيب
بيروت، لبنان
!الخبرة المهنية
!خبيرة الحماية الاجتماعية
منظمة العمل الدولية، بيروت
حزيران 2019 – حتى الآن
- إعداد دراسات حول صناديق التقاعد
!مديرة مشروع
وزارة العمل، بيروت
كانون الثاني 2012 – أيار 2019
- تطوير مكاتب التشغيل
!المهام الدولية
!تقييم نظام التأمين ضد البطالة
المؤسسة العامة للضمان الاجتماعي، عمّان، الأردن
آذار – نيسان 2021
!المؤهلات العلمية
!ماجستير في الاقتصاد
الجامعة الأميركية في بيروت
2009 – 2011
!اللغات
العربية: اللغة الأم
الفرنسية: بطلاقة
الإنجليزية: ممتاز
""",
        """
post | خبيرة الحماية الاجتماعية | منظمة العمل الدولية | 2019-06/... | LB
post | مديرة مشروع | وزارة العمل | 2012-01/2019-05 | LB
assignment | تقييم نظام التأمين ضد البطالة | المؤسسة العامة للضمان الاجتماعي | 2021-03/2021-04 | JO
degree | ماجستير في الاقتصاد | الجامعة الأميركية في بيروت | 2009/2011 | LB
""",
        "ar native; fr - - C1 C1; en - - C1 C1",
        "ليلى حسن الخطيب",
    ),
    Sample(
        "one column of short lines, company forms",
        """
Tomas Brandt
Berlin, Germany
tomas.brandt@example.de

WORK EXPERIENCE
Senior Consultant
Nordlicht Consulting GmbH
Hamburg
10/2016 - 03/2023
Evaluation of labour market programmes for federal and state clients, with teams of three to six.

Project Manager
GIZ
Eschborn
01/2011 - 09/2016
Vocational training in Central Asia.

Research Assistant
Institute for Employment Research
Nuremberg
2008 - 2010

EDUCATION
Diploma in Economics
University of Mannheim
2002 - 2008

LANGUAGES
German - native speaker
English - C2
Russian - B1
""",
        """
post | Senior Consultant | Nordlicht Consulting GmbH | 2016-10/2023-03 | DE
post | Project Manager | GIZ | 2011-01/2016-09 | DE
post | Research Assistant | Institute for Employment Research | 2008/2010 | DE
degree | Diploma in Economics | University of Mannheim | 2002/2008 | -
""",
        "de native; en C2 C2 C2 C2; ru B1 B1 B1 B1",
        "Tomas Brandt",
    ),
    Sample(
        "begin and end on lines of their own",
        """
# HOJA DE VIDA
Nombres y apellidos\tGloria Inés Rentería
Nacionalidad\tColombiana
# EXPERIENCIA LABORAL
EMPRESA O ENTIDAD\tMinisterio del Trabajo
CARGO\tInspectora de trabajo
FECHA DE INGRESO\t01/02/2019
FECHA DE RETIRO\tActualmente
EMPRESA O ENTIDAD\tFundación Semillas del Atrato
CARGO\tGestora de empleo
FECHA DE INGRESO\t01/08/2011
FECHA DE RETIRO\t30/06/2018
# FORMACIÓN
Modalidad\tTítulo\tInstitución\tTerminación
Pregrado\tTrabajadora Social\tUniversidad Tecnológica del Chocó\t06/2010
# IDIOMAS
Español: lengua materna
""",
        """
post | Inspectora de trabajo | Ministerio del Trabajo | 2019-02-01/... | -
post | Gestora de empleo | Fundación Semillas del Atrato | 2011-08-01/2018-06-30 | -
degree | Trabajadora Social | Universidad Tecnológica del Chocó | /2010-06 | -
""",
        "es native",
        "Gloria Inés Rentería",
        "CO",
    ),
    Sample(
        "no headings at all",
        """
!Olabisi Grant
Bridgetown, Barbados | olabisi.grant@example.bb | Barbadian
3 Feb 2020 to date
!Labour Market Specialist / Regional Office for the Caribbean
Module on informality in the labour force surveys of 13 states.
1 Sept 2012 to 31 Jan 2020
!Statistician / Barbados Statistical Service
Household sample surveys: questionnaire, sampling, imputation.
2007/09
!MSc Statistics / University of Manchester
English (native), Spanish (B1), French (basic)
""",
        """
post | Labour Market Specialist | Regional Office for the Caribbean | 2020-02-03/... | -
post | Statistician | Barbados Statistical Service | 2012-09-01/2020-01-31 | BB
degree | MSc Statistics | University of Manchester | 2007/2009 | GB
""",
        "en native; es B1 B1 B1 B1; fr - - A2 A2",
        "Olabisi Grant",
        "BB",
    ),
)
