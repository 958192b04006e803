"""Keep with each person whether answers are recorded and for how long; the last choice becomes the preference.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_USERS = sa.table(
    "users", sa.column("id", sa.String), sa.column("last_setup", sa.JSON), sa.column("record_audio", sa.Boolean)
)


def upgrade() -> None:
    with op.batch_alter_table("users") as batch:
        batch.add_column(sa.Column("record_audio", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("recording_days", sa.Integer(), nullable=False, server_default="0"))
    for user_id, last_setup in _setups():
        if "record_audio" in last_setup:
            is_recorded = bool(last_setup.pop("record_audio"))
            _keep(user_id, last_setup=last_setup, record_audio=is_recorded)


def downgrade() -> None:
    for user_id, last_setup in _setups():
        _keep(user_id, last_setup={**last_setup, "record_audio": _is_recorded(user_id)})
    with op.batch_alter_table("users") as batch:
        batch.drop_column("recording_days")
        batch.drop_column("record_audio")


def _setups() -> list[tuple[str, dict[str, object]]]:
    return [(row.id, row.last_setup) for row in op.get_bind().execute(sa.select(_USERS.c.id, _USERS.c.last_setup))]


def _is_recorded(user_id: str) -> bool:
    chosen = sa.select(_USERS.c.record_audio).where(_USERS.c.id == user_id)
    return bool(op.get_bind().execute(chosen).scalar_one())


def _keep(user_id: str, **values: object) -> None:
    op.get_bind().execute(_USERS.update().where(_USERS.c.id == user_id).values(**values))
