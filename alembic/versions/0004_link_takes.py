"""Link a retry of one question to the interview it was asked in first.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("interviews") as batch:
        batch.add_column(sa.Column("retry_of_id", sa.String(length=36), nullable=True))
        batch.add_column(sa.Column("retry_of_question", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("take", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("retried_question", sa.JSON(), nullable=False, server_default="{}"))
        batch.create_foreign_key(
            "fk_interviews_retry_of_id_interviews", "interviews", ["retry_of_id"], ["id"], ondelete="SET NULL"
        )
        batch.create_index("ix_interviews_retry_of_id", ["retry_of_id"])


def downgrade() -> None:
    with op.batch_alter_table("interviews") as batch:
        batch.drop_index("ix_interviews_retry_of_id")
        batch.drop_constraint("fk_interviews_retry_of_id_interviews", type_="foreignkey")
        batch.drop_column("retried_question")
        batch.drop_column("take")
        batch.drop_column("retry_of_question")
        batch.drop_column("retry_of_id")
