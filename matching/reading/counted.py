"""What is counted by a number of its own, as a pattern over plain text (`folding.plain`): the number after it tells which
phase, lot or annex is meant, not how many days or experts."""

from __future__ import annotations

COUNTED = (
    r"(?<!\w)(?:phases?|fases?|articles?|articulos?|artigos?|rooms?|salles?|salas?|lots?|lotes?|"
    r"positions?|postes?|posicion(?:es)?|posic(?:ao|oes)|steps?|etapes?|pasos?|passos?|etapas?|"
    r"annex(?:es)?|annexes?|anexos?|sections?|seccion(?:es)?|sec(?:cao|coes)|parts?|parties?|partes?|items?|"
    r"activity|activities|activites?|actividad(?:es)?|atividades?|components?|composantes?|componentes?|"
    r"фаз[аеуы]?|этап\w{0,3}|стать\w{1,3}|комнат\w{0,3}|зал\w{0,2}|лот\w{0,3}|позици\w{1,3}|шаг\w{0,3}|"
    r"приложени\w{1,3}|раздел\w{0,3}|част\w{1,3}|пункт\w{0,3}|мероприяти\w{1,3}|компонент\w{0,3}|"
    r"(?:ال|لل)?(?:مرحله|مراحل|ماده|مواد|غرفه|غرف|قاعه|وظيفه|وظائف|دفعه|حصه|خطوه|خطوات|ملحق|قسم|بند|بنود|نشاط|انشطه|مكون))"
    r"\s{0,2}(?:n\.?[o°]?s?\.?|#)?"
)
