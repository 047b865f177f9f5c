import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseKey",
            fields=[
                ("case_id", models.UUIDField(primary_key=True, serialize=False)),
                ("wrapped", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "permission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        serialize=False,
                        to="auth.permission",
                    ),
                ),
                ("codename", models.CharField(max_length=60, unique=True)),
                ("reads", models.BigIntegerField()),
                ("writes", models.BigIntegerField()),
                ("owns", models.BigIntegerField()),
                ("kinds", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("puts", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("sends", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("asks", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("passes", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("takes", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                "db_table": "cases_policy",
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.IntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("count", models.IntegerField()),
                ("previous", models.BinaryField()),
                ("root", models.BinaryField()),
                ("signature", models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.CharField(max_length=20, unique=True)),
                ("kind", models.CharField(choices=[("person", "person")], default="person", max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("sent", "sent"), ("accepted", "accepted"), ("closed", "closed")],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
                ("accepted_at", models.DateTimeField(editable=False, null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("as_coordinator", "as_coordinator"),
                    ("as_competent", "as_competent"),
                    ("as_immigration", "as_immigration"),
                    ("as_maintainer", "as_maintainer"),
                    ("as_referrer", "as_referrer"),
                    ("as_follower", "as_follower"),
                    ("as_police", "as_police"),
                    ("as_supporter", "as_supporter"),
                    ("as_shelter", "as_shelter"),
                    ("as_health", "as_health"),
                    ("as_municipality", "as_municipality"),
                    ("as_operator", "as_operator"),
                    ("as_prosecutor", "as_prosecutor"),
                    ("as_addressee", "as_addressee"),
                    ("as_asked", "as_asked"),
                    ("as_clock", "as_clock"),
                    ("as_matcher", "as_matcher"),
                    ("as_statistics", "as_statistics"),
                    ("as_oversight", "as_oversight"),
                    ("sees_contact_person", "sees_contact_person"),
                    ("sees_parties", "sees_parties"),
                    ("sees_preview", "sees_preview"),
                    ("sees_request", "sees_request"),
                    ("sees_detention", "sees_detention"),
                    ("sees_referral", "sees_referral"),
                    ("sees_feedback", "sees_feedback"),
                    ("sees_name", "sees_name"),
                    ("sees_profile", "sees_profile"),
                    ("sees_identity", "sees_identity"),
                    ("sees_representative", "sees_representative"),
                    ("sees_assessment", "sees_assessment"),
                    ("sees_result", "sees_result"),
                    ("sees_decision", "sees_decision"),
                    ("sees_indicators", "sees_indicators"),
                    ("sees_offers", "sees_offers"),
                    ("sees_care", "sees_care"),
                    ("sees_support", "sees_support"),
                    ("sees_fitness", "sees_fitness"),
                    ("sees_health", "sees_health"),
                    ("sees_placement", "sees_placement"),
                    ("sees_accommodation", "sees_accommodation"),
                    ("sees_deadline", "sees_deadline"),
                    ("sees_application", "sees_application"),
                    ("sees_residence", "sees_residence"),
                    ("sees_cooperation", "sees_cooperation"),
                    ("sees_investigation", "sees_investigation"),
                    ("sees_outcome", "sees_outcome"),
                    ("sees_search", "sees_search"),
                    ("sees_departure", "sees_departure"),
                    ("sees_course", "sees_course"),
                    ("sees_return", "sees_return"),
                    ("sees_aftercare", "sees_aftercare"),
                    ("sees_assignment", "sees_assignment"),
                    ("sees_log", "sees_log"),
                ],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("happened_at", models.DateTimeField(editable=False)),
                ("written_at", models.DateTimeField(editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("is_by_accommodation", models.BooleanField(default=False, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "work",
                    models.CharField(
                        choices=[
                            ("follow", "Follow what becomes of the referral"),
                            ("answer_referral", "New referral, not answered"),
                            ("answer_question", "Answer the question"),
                            ("answer_sender", "Arrange the first talk, and answer the sender"),
                            ("assess", "Hold the first talk, and assess"),
                            ("decide", "Decide whether the person is trafficked"),
                            ("period_ends", "The period ends"),
                            ("period_asked", "Answer: a period is asked for"),
                            ("extension_asked", "Answer: an extension is asked for"),
                            ("competence_moved", "The residence has changed: hand over who decides"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "lane",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Detained"),
                            (2, "Minors"),
                            (3, "Others"),
                            (11, "To decide"),
                            (12, "Periods that end"),
                            (13, "Requests for a period or an extension"),
                            (14, "The residence has changed, competence has moved"),
                        ],
                        default=3,
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField(null=True)),
                ("reads", models.BigIntegerField()),
                ("writes", models.BigIntegerField()),
                ("owns", models.BigIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("listed_from", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="access",
                        to="cases.case",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sections", models.BigIntegerField()),
                ("purpose", models.CharField(max_length=200)),
                ("legal_basis", models.CharField(max_length=100)),
                ("until", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "to_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("legal_basis", models.CharField(max_length=100)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "content_object",
                    models.ForeignKey(
                        db_column="case_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="cases.case",
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="cases.disclosure",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                ("group", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group")),
                (
                    "offered",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="auth.permission"
                    ),
                ),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalAssignment",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("happened_at", models.DateTimeField(editable=False)),
                ("written_at", models.DateTimeField(editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("is_by_accommodation", models.BooleanField(default=False, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "work",
                    models.CharField(
                        choices=[
                            ("follow", "Follow what becomes of the referral"),
                            ("answer_referral", "New referral, not answered"),
                            ("answer_question", "Answer the question"),
                            ("answer_sender", "Arrange the first talk, and answer the sender"),
                            ("assess", "Hold the first talk, and assess"),
                            ("decide", "Decide whether the person is trafficked"),
                            ("period_ends", "The period ends"),
                            ("period_asked", "Answer: a period is asked for"),
                            ("extension_asked", "Answer: an extension is asked for"),
                            ("competence_moved", "The residence has changed: hand over who decides"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "lane",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Detained"),
                            (2, "Minors"),
                            (3, "Others"),
                            (11, "To decide"),
                            (12, "Periods that end"),
                            (13, "Requests for a period or an extension"),
                            (14, "The residence has changed, competence has moved"),
                        ],
                        default=3,
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("history_id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical assignment",
                "verbose_name_plural": "historical assignments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalGrant",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("legal_basis", models.CharField(max_length=100)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("history_id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        blank=True,
                        db_column="case_id",
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "disclosure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.disclosure",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="auth.group",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "offered",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="auth.permission",
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="auth.permission",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical grant",
                "verbose_name_plural": "historical grants",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalNotice",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("happened_at", models.DateTimeField(editable=False)),
                ("written_at", models.DateTimeField(editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("is_by_accommodation", models.BooleanField(default=False, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("referred", "New referral"),
                            ("passed_on", "The referral was passed on"),
                            ("received", "The referral was accepted"),
                            ("asked", "A question was asked"),
                            ("replied", "The question was answered"),
                            ("declined", "The referral was declined"),
                            ("answered", "The referral was answered"),
                            ("put_on", "Your agency was put on the case"),
                            ("recommended", "CMM has recommended"),
                            ("decided", "It has been decided whether the person is trafficked"),
                            ("period_asked", "A period or an extension was asked for"),
                            ("period_changed", "The departure deadline was set or changed"),
                            ("period_refused", "A period or an extension was refused"),
                            ("period_stopped", "The period was declined or ended"),
                            ("period_ends", "The period ends soon"),
                            ("competence_moved", "Another agency decides now"),
                        ],
                        max_length=20,
                    ),
                ),
                ("shown_from", models.DateTimeField()),
                ("history_id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical notice",
                "verbose_name_plural": "historical notices",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("happened_at", models.DateTimeField(editable=False)),
                ("written_at", models.DateTimeField(editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("is_by_accommodation", models.BooleanField(default=False, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("referred", "New referral"),
                            ("passed_on", "The referral was passed on"),
                            ("received", "The referral was accepted"),
                            ("asked", "A question was asked"),
                            ("replied", "The question was answered"),
                            ("declined", "The referral was declined"),
                            ("answered", "The referral was answered"),
                            ("put_on", "Your agency was put on the case"),
                            ("recommended", "CMM has recommended"),
                            ("decided", "It has been decided whether the person is trafficked"),
                            ("period_asked", "A period or an extension was asked for"),
                            ("period_changed", "The departure deadline was set or changed"),
                            ("period_refused", "A period or an extension was refused"),
                            ("period_stopped", "The period was declined or ended"),
                            ("period_ends", "The period ends soon"),
                            ("competence_moved", "Another agency decides now"),
                        ],
                        max_length=20,
                    ),
                ),
                ("shown_from", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("tried_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="cases.notice"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("knows", "knows the person or somebody close to them"),
                            ("family", "is family of somebody in the case"),
                            ("party", "is a witness or has an own interest"),
                            ("other", "another reason, told to the lead"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("user_id", models.BigIntegerField(null=True)),
                ("agency_id", models.IntegerField(null=True)),
                (
                    "capacities",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), db_default=[], size=None),
                ),
                ("case_id", models.UUIDField()),
                ("verb", models.CharField(max_length=20)),
                ("sections", models.BigIntegerField(db_default=0)),
                ("hash", models.BinaryField(null=True)),
                (
                    "seal",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="cases.seal"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("asked", models.CharField(blank=True, max_length=64)),
                ("answer", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", "draft")), fields=["opened_by", "-opened_at"], name="drafts_of_agency"
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=django.contrib.postgres.indexes.BTreeIndex(
                models.Case(models.When(then="author_id", to__isnull=True), default="to_id"),
                models.F("lane"),
                models.OrderBy(models.F("due_at"), nulls_last=True),
                models.F("id"),
                condition=models.Q(("done_at__isnull", True), ("withdrawn_at__isnull", True)),
                name="open_work",
            ),
        ),
        migrations.AddIndex(
            model_name="caseaccess",
            index=models.Index(
                models.F("agency"),
                models.OrderBy(models.F("opened_at"), descending=True),
                models.OrderBy(models.F("case"), descending=True),
                condition=models.Q(("listed_from__isnull", False)),
                include=("user", "until", "listed_from"),
                name="access_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseaccess",
            constraint=models.UniqueConstraint(
                fields=("case", "agency", "user", "until"),
                include=("reads", "writes", "owns"),
                name="one_access_an_end",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(
                fields=("content_object", "group", "permission", "disclosure", "offered", "user"),
                name="one_grant_from_one_source",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("legal_basis", ""), _negated=True), name="grant_rests_on_something"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["to", "-shown_from"], name="notices_of_agency"),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(condition=models.Q(("sent_at__isnull", True)), fields=["tried_at"], name="mail_unsent"),
        ),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.UniqueConstraint(fields=("user", "case"), name="one_recusal"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                models.F("case_id"), models.OrderBy(models.F("at"), descending=True), name="entry_of_case"
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                models.OrderBy(models.F("at"), descending=True),
                models.OrderBy(models.F("id"), descending=True),
                name="entry_newest",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(models.F("id"), condition=models.Q(("seal__isnull", True)), name="entry_unsealed"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(fields=("case", "account"), name="one_visit"),
        ),
    ]
