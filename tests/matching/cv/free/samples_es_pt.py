"""CVs in Spanish and Portuguese in many layouts, with what they say."""

from tests.matching.cv.free.building import Sample

SAMPLES = (
    Sample(
        "cargo, entidad y fechas en tres líneas",
        """
!Lucía Fernanda Paredes Montoya
Quito, Ecuador · lucia.paredes@example.ec · +593 99 555 0142
Nacionalidad: ecuatoriana

!EXPERIENCIA PROFESIONAL
!Subdirectora Nacional de Afiliación
Instituto Ecuatoriano de Seguridad Social, Quito
Enero de 2018 - Actualidad
- Afiliación de trabajadoras del hogar
!Especialista de cobertura
Instituto Ecuatoriano de Seguridad Social, Guayaquil
Mayo de 2011 - Diciembre de 2017
- Estudios actuariales

!FORMACIÓN ACADÉMICA
!Magíster en Políticas Públicas
Facultad Latinoamericana de Ciencias Sociales, Quito
2012 - 2014
!Ingeniera Comercial
Universidad Central del Ecuador
2003 - 2008

!IDIOMAS
Español: nativo
Inglés: B2
Kichwa: básico
""",
        """
post | Subdirectora Nacional de Afiliación | Instituto Ecuatoriano de Seguridad Social | 2018-01/... | EC
post | Especialista de cobertura | Instituto Ecuatoriano de Seguridad Social | 2011-05/2017-12 | EC
degree | Magíster en Políticas Públicas | Facultad Latinoamericana de Ciencias Sociales | 2012/2014 | EC
degree | Ingeniera Comercial | Universidad Central del Ecuador | 2003/2008 | EC
""",
        "es native; en B2 B2 B2 B2; qu - - A2 A2",
        "Lucía Fernanda Paredes Montoya",
        "EC",
        1,
    ),
    Sample(
        "fechas entre paréntesis y puntos",
        """
Joaquín Beltrán Oses
Tel. 948 555 012 / joaquin.beltran@example.es

Trayectoria profesional

Jefe de servicio de intermediación. Servicio Navarro de Empleo, Pamplona (desde 2016)
Coordinación de once oficinas.

Técnico de orientación. Fundación Empleo Norte, Pamplona (2008-2016)

Consultorías

Diseño del observatorio laboral. Ministerio de Trabajo y Previsión Social, San Salvador, El Salvador (marzo-abril de 2019)

Estudios

Licenciado en Psicología. Universidad del País Vasco. 2001-2006.
Curso de mediación laboral (120 horas). Universidad Pública de Navarra. 2010.

Idiomas

Castellano y euskera: lengua materna. Inglés: nivel medio. Francés: nivel alto hablado, medio escrito.
""",
        """
post | Jefe de servicio de intermediación | Servicio Navarro de Empleo | 2016/... | ES
post | Técnico de orientación | Fundación Empleo Norte | 2008/2016 | ES
assignment | Diseño del observatorio laboral | Ministerio de Trabajo y Previsión Social | 2019-03/2019-04 | SV
degree | Licenciado en Psicología | Universidad del País Vasco | 2001/2006 | -
training | Curso de mediación laboral (120 horas) | Universidad Pública de Navarra | 2010/2010 | -
""",
        "es native; eu native; en - - B1 B1; fr - - C1 B1",
        "Joaquín Beltrán Oses",
        phones=1,
    ),
    Sample(
        "dos columnas en una tabla",
        """
# CURRICULUM VITAE
Nombre y apellidos\tRamiro Quiroga Salas
Nacionalidad\tBoliviana
# EXPERIENCIA LABORAL
03/2015 – a la fecha\tViceministerio de Empleo, La Paz
\tDirector General de Empleo
02/2009 – 02/2015\tCaja Nacional de Salud, Cochabamba
\tAbogado
# EDUCACIÓN
2004\tUniversidad Mayor de San Simón
\tLicenciatura en Derecho
# IDIOMAS
\tLectura\tConversación\tEscritura
Español\tNativo\tNativo\tNativo
Quechua\tBueno\tMuy bueno\tRegular
Inglés\tB2\tB1\tB1
""",
        """
post | Director General de Empleo | Viceministerio de Empleo | 2015-03/... | BO
post | Abogado | Caja Nacional de Salud | 2009-02/2015-02 | BO
degree | Licenciatura en Derecho | Universidad Mayor de San Simón | /2004 | -
""",
        "es native; qu - B2 C1 B1; en - B2 B1 B1",
        "Ramiro Quiroga Salas",
        "BO",
    ),
    Sample(
        "cargos en la misma institución con guiones",
        """
Hernán Darío Rueda
Bogotá D.C., Colombia
hernan.rueda@example.co
PERFIL
Abogado con experiencia en inspección, vigilancia y control del trabajo, y en diálogo social tripartito.
EXPERIENCIA
Ministerio del Trabajo – Director Territorial – Bogotá – agosto 2019 a la fecha
Ministerio del Trabajo – Inspector de trabajo – Cali – febrero 2010 a julio 2019
Alcaldía de Cali – Asesor jurídico – 2006 a 2010
ESTUDIOS
Universidad Externado de Colombia – Especialización en derecho laboral – 2008
Universidad Santiago de Cali – Abogado – 2005
""",
        """
summary | - | - | / | -
post | Director Territorial | Ministerio del Trabajo | 2019-08/... | CO
post | Inspector de trabajo | Ministerio del Trabajo | 2010-02/2019-07 | CO
post | Asesor jurídico | Alcaldía de Cali | 2006/2010 | CO
degree | Especialización en derecho laboral | Universidad Externado de Colombia | /2008 | CO
degree | Abogado | Universidad Santiago de Cali | /2005 | CO
""",
        name="Hernán Darío Rueda",
    ),
    Sample(
        "missões sem datas de dia e formação com parêntesis",
        """
!Helena Sampaio Duarte
Lisboa | helena.duarte@example.pt | +351 912 555 014
Nacionalidade: portuguesa

!Experiência profissional
De setembro de 2014 até ao presente
!Inspetora superior
Autoridade para as Condições do Trabalho, Lisboa
- Campanhas nacionais sobre trabalho temporário
De janeiro de 2005 a agosto de 2014
!Técnica superior
Instituto da Segurança Social, I.P., Setúbal
- Regimes internacionais

!Missões internacionais
Outubro de 2021
Apoio à inspeção do trabalho de Angola
Inspeção-Geral do Trabalho, Luanda

!Habilitações académicas
Mestrado em Direito do Trabalho, Universidade Católica Portuguesa (2009)
Licenciatura em Direito, Universidade de Coimbra (1998-2003)

!Línguas
Português (língua materna); inglês (fluente); francês (compreensão: C1; expressão oral: B2; escrita: B1)
""",
        """
post | Inspetora superior | Autoridade para as Condições do Trabalho | 2014-09/... | PT
post | Técnica superior | Instituto da Segurança Social, I.P. | 2005-01/2014-08 | PT
assignment | Apoio à inspeção do trabalho de Angola | Inspeção-Geral do Trabalho | 2021-10/2021-10 | AO
degree | Mestrado em Direito do Trabalho | Universidade Católica Portuguesa | /2009 | -
degree | Licenciatura em Direito | Universidade de Coimbra | 1998/2003 | PT
""",
        "pt native; en - - C1 C1; fr C1 C1 B2 B1",
        "Helena Sampaio Duarte",
        "PT",
        1,
    ),
    Sample(
        "currículo brasileiro corrido",
        """
Curriculum Vitae
Marcos Vinícius Tavares
Brasileiro, Recife/PE
(81) 99555-0142, marcos.tavares@example.com.br

RESUMO
Economista com quinze anos de experiência em previdência e em avaliação de políticas públicas de emprego e renda.

EXPERIÊNCIA
Auditor-fiscal do trabalho - Ministério do Trabalho e Emprego, Recife - 02/2012 a atual
- Fiscalização do trabalho rural
Economista - Instituto Nacional do Seguro Social, Brasília - 07/2006 a 01/2012
- Projeções atuariais
Estagiário - Banco do Nordeste, Fortaleza - 2005

FORMAÇÃO
Mestrado em Economia - Universidade Federal de Pernambuco - 2008
Graduação em Ciências Econômicas - Universidade Federal do Ceará - 2002 a 2005

IDIOMAS
Português nativo, inglês avançado, espanhol intermediário
""",
        """
summary | - | - | / | -
post | Auditor-fiscal do trabalho | Ministério do Trabalho e Emprego | 2012-02/... | BR
post | Economista | Instituto Nacional do Seguro Social | 2006-07/2012-01 | BR
post | Estagiário | Banco do Nordeste | 2005/2005 | BR
degree | Mestrado em Economia | Universidade Federal de Pernambuco | /2008 | -
degree | Graduação em Ciências Econômicas | Universidade Federal do Ceará | 2002/2005 | -
""",
        "pt native; en - - C1 C1; es - - B1 B1",
        "Marcos Vinícius Tavares",
        "BR",
        1,
    ),
    Sample(
        "sem secções marcadas por estilo, ano no fim",
        """
Amélia Cossa Nhantumbo
Maputo
Percurso
Directora Nacional do Trabalho, Ministério do Trabalho e Segurança Social, Maputo, 2017 até hoje
Chefe de departamento, Instituto Nacional de Segurança Social, Maputo, 2009-2017
Jurista, Confederação das Associações Económicas, Beira, 2004-2009
Estudos
Licenciatura em Direito, Universidade Eduardo Mondlane, 2003
Línguas
Português, Changana (língua materna), Inglês (bom)
""",
        """
post | Directora Nacional do Trabalho | Ministério do Trabalho e Segurança Social | 2017/... | MZ
post | Chefe de departamento | Instituto Nacional de Segurança Social | 2009/2017 | MZ
post | Jurista | Confederação das Associações Económicas | 2004/2009 | MZ
degree | Licenciatura em Direito | Universidade Eduardo Mondlane | /2003 | -
""",
        name="Amélia Cossa Nhantumbo",
    ),
)
