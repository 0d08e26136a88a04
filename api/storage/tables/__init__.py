"""The tables, by subject. Importing this package makes them all known to `Base.metadata`."""

from api.storage.tables.accounts import AccountRow, FailedSignInRow, OneTimeLinkRow, SignInRow, TokenRow
from api.storage.tables.base import Base
from api.storage.tables.cvs import CvRow
from api.storage.tables.encoding import EncodingWorkRow, ForgottenVectorsRow, ModelRow
from api.storage.tables.peers import CommunityMemberRow, CommunityRow, InstitutionProfileRow, InterestRow
from api.storage.tables.people import (
    ConsentRow,
    DeclarationRow,
    DigestRow,
    EncodedRow,
    ExpertRow,
    FocalPointRow,
    IdentityRow,
    InstitutionRow,
    PerformanceNoteRow,
    RemovedExpertRow,
    RosterStateRow,
)
from api.storage.tables.process import (
    ActionRow,
    ActivityRow,
    ApplicationRow,
    AssessmentRow,
    CallRow,
    DecisionRow,
    EvaluationNoteRow,
    InvitationRow,
    NoticeRow,
    RequestRow,
    ShortlistRow,
    StepRow,
)
from api.storage.tables.record import EntryRow, HeadRow, IdempotencyRow, SettingRow
from api.storage.tables.terms import ProfileTermRow

__all__ = [
    "AccountRow",
    "ActionRow",
    "ActivityRow",
    "ApplicationRow",
    "AssessmentRow",
    "Base",
    "CallRow",
    "CommunityMemberRow",
    "CommunityRow",
    "ConsentRow",
    "CvRow",
    "DecisionRow",
    "DeclarationRow",
    "DigestRow",
    "EncodedRow",
    "EncodingWorkRow",
    "EntryRow",
    "EvaluationNoteRow",
    "ExpertRow",
    "FailedSignInRow",
    "FocalPointRow",
    "ForgottenVectorsRow",
    "HeadRow",
    "IdempotencyRow",
    "IdentityRow",
    "InstitutionProfileRow",
    "InstitutionRow",
    "InterestRow",
    "InvitationRow",
    "ModelRow",
    "NoticeRow",
    "OneTimeLinkRow",
    "PerformanceNoteRow",
    "ProfileTermRow",
    "RemovedExpertRow",
    "RequestRow",
    "RosterStateRow",
    "SettingRow",
    "ShortlistRow",
    "SignInRow",
    "StepRow",
    "TokenRow",
]
