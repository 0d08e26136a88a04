"""The words that label the lines of a written-out form, in the six working languages."""

from __future__ import annotations

_ORDER = ("en", "fr", "es", "pt", "ru", "ar")
_WORDS: dict[str, tuple[str, ...]] = {
    "email": ("E-mail", "Courriel", "Correo electrónico", "E-mail", "Эл. почта", "البريد الإلكتروني"),
    "phone": ("Telephone", "Téléphone", "Teléfono", "Telefone", "Телефон", "الهاتف"),
    "link": ("Web", "Site web", "Web", "Sítio web", "Сайт", "الموقع"),
    "nationality": ("Nationality", "Nationalité", "Nacionalidad", "Nacionalidade", "Гражданство", "الجنسية"),
    "gender": ("Gender", "Sexe", "Sexo", "Sexo", "Пол", "الجنس"),
    "employer": ("Organisation", "Organisme", "Organización", "Organização", "Организация", "المؤسسة"),
    "place": ("Place", "Lieu", "Lugar", "Local", "Место", "المكان"),
    "dates": ("Dates", "Dates", "Fechas", "Datas", "Даты", "التواريخ"),
    "today": ("to date", "à ce jour", "hasta la fecha", "até hoje", "по настоящее время", "حتى الآن"),
    "native": ("mother tongue", "langue maternelle", "lengua materna", "língua materna", "родной язык", "اللغة الأم"),
    "listening": ("listening", "écouter", "comprensión auditiva", "compreensão oral", "аудирование", "استماع"),
    "reading": ("reading", "lire", "lectura", "leitura", "чтение", "قراءة"),
    "speaking": ("speaking", "parler", "expresión oral", "expressão oral", "говорение", "تحدث"),
    "interaction": ("spoken interaction", "conversation", "interacción oral", "interação oral", "диалог", "محادثة"),
    "production": (
        "spoken production", "oral en continu", "expresión oral", "produção oral", "монолог", "تحدث",
    ),
    "writing": ("writing", "écrire", "expresión escrita", "expressão escrita", "письмо", "كتابة"),
    "overall": ("level", "niveau", "nivel", "nível", "уровень", "المستوى"),
    "summary": ("Profile", "Profil", "Perfil", "Perfil", "О себе", "نبذة"),
    "work": (
        "Work experience", "Expérience professionnelle", "Experiencia profesional", "Experiência profissional",
        "Опыт работы", "الخبرة المهنية",
    ),
    "volunteering": ("Volunteering", "Bénévolat", "Voluntariado", "Voluntariado", "Волонтёрская работа", "العمل التطوعي"),
    "projects": ("Projects", "Projets", "Proyectos", "Projetos", "Проекты", "المشاريع"),
    "education": (
        "Education and training", "Éducation et formation", "Educación y formación", "Educação e formação",
        "Образование и обучение", "التعليم والتدريب",
    ),
    "certificates": ("Certificates", "Certifications", "Certificados", "Certificados", "Сертификаты", "الشهادات"),
    "publications": ("Publications", "Publications", "Publicaciones", "Publicações", "Публикации", "المنشورات"),
    "events": (
        "Conferences and seminars", "Conférences et séminaires", "Conferencias y seminarios",
        "Conferências e seminários", "Конференции и семинары", "المؤتمرات والندوات",
    ),
    "memberships": (
        "Networks and memberships", "Réseaux et affiliations", "Redes y afiliaciones", "Redes e filiações",
        "Членство", "العضويات",
    ),
    "works": (
        "Creative works", "Œuvres", "Obras", "Obras", "Творческие работы", "أعمال",
    ),
    "awards": ("Awards", "Distinctions", "Premios", "Prémios", "Награды", "الجوائز"),
    "skills": ("Skills", "Compétences", "Competencias", "Competências", "Навыки", "المهارات"),
    "languages": ("Languages", "Langues", "Idiomas", "Línguas", "Языки", "اللغات"),
    "countries": (
        "Countries of experience", "Pays d'expérience", "Países de experiencia", "Países de experiência",
        "Страны опыта работы", "بلدان الخبرة",
    ),
    "other": ("Other information", "Autres informations", "Otra información", "Outras informações", "Прочее", "معلومات أخرى"),
}  # fmt: skip


def label(key: str, language: str | None) -> str:
    """The word for a key in a language (English where it has none); a key that is none of ours is its own label."""
    words = _WORDS.get(key)
    return words[_ORDER.index(language) if language in _ORDER else 0] if words else key
