"""Keep how fast and in which language the interviewer speaks, whether pages move, and the day of the interview.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("users") as batch:
        batch.add_column(sa.Column("speaking_speed", sa.String(40), nullable=False, server_default="normal"))
        batch.add_column(sa.Column("language", sa.String(40), nullable=False, server_default="en"))
        batch.add_column(sa.Column("reduce_motion", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("interview_on", sa.Date(), nullable=True))
    with op.batch_alter_table("interviews") as batch:
        batch.add_column(sa.Column("speaking_speed", sa.String(40), nullable=False, server_default="normal"))
        batch.add_column(sa.Column("language", sa.String(40), nullable=False, server_default="en"))


def downgrade() -> None:
    with op.batch_alter_table("interviews") as batch:
        batch.drop_column("language")
        batch.drop_column("speaking_speed")
    with op.batch_alter_table("users") as batch:
        batch.drop_column("interview_on")
        batch.drop_column("reduce_motion")
        batch.drop_column("language")
        batch.drop_column("speaking_speed")
