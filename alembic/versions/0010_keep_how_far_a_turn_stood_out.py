"""Keep with each turn how far its voice stood out from the room, whether or not its sound is kept.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("transcript_entries") as batch:
        batch.add_column(sa.Column("distance_db", sa.Float(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("transcript_entries") as batch:
        batch.drop_column("distance_db")
