import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import agencies.reference.fields
import cases.keys.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("cases", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalFeedback",
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
                            ("sent_again", "Sent again"),
                            ("question", "Question"),
                            ("reply", "Reply"),
                            ("passed_on", "Passed on"),
                            ("declined", "Declined"),
                            ("received", "Accepted"),
                            ("answer", "Answer"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("words", cases.keys.fields.SealedField(verbose_name="text")),
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
                    "receiver",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="passed on to",
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
                "verbose_name": "historical feedback",
                "verbose_name_plural": "historical feedbacks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPreview",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("happened_at", models.DateTimeField(editable=False)),
                ("written_at", models.DateTimeField(editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("is_by_accommodation", models.BooleanField(default=False, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("needs", agencies.reference.fields.CodesField(blank=True, default=list, list_name="need")),
                (
                    "danger",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("now", "Yes, now"),
                            ("if_returning", "Perhaps, if the person returns"),
                            ("no", "No"),
                            ("unknown", "Not known"),
                        ],
                        max_length=20,
                        verbose_name="danger",
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("woman", "woman"),
                            ("man", "man"),
                            ("other", "another sex"),
                            ("unknown", "not known"),
                        ],
                        max_length=20,
                        verbose_name="sex",
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0_14", "0–14 years"),
                            ("15_17", "15–17 years"),
                            ("uncertain", "uncertain, perhaps under 18"),
                            ("18_24", "18–24 years"),
                            ("25_29", "25–29 years"),
                            ("30_39", "30–39 years"),
                            ("40_49", "40–49 years"),
                            ("50_plus", "50 years or more"),
                            ("adult", "adult, age not known"),
                        ],
                        max_length=20,
                        verbose_name="age",
                    ),
                ),
                ("languages", agencies.reference.fields.CodesField(blank=True, default=list, list_name="language")),
                (
                    "first_talk_place",
                    agencies.reference.fields.CodeField(
                        blank=True, list_name="talk_place", max_length=60, verbose_name="place of the first talk"
                    ),
                ),
                ("first_talk_words", cases.keys.fields.SealedField(verbose_name="when and how")),
                (
                    "consent",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Yes, and understood it in a language that the person speaks"),
                            ("without_name", "Yes, but only without a name"),
                            ("refused", "No"),
                            ("not_asked", "Not asked yet"),
                        ],
                        max_length=20,
                        verbose_name="consent",
                    ),
                ),
                (
                    "is_assessment_requested",
                    models.BooleanField(default=False, verbose_name="an assessment is requested"),
                ),
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
                "verbose_name": "historical preview",
                "verbose_name_plural": "historical previews",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Preview",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("happened_at", models.DateTimeField(editable=False)),
                ("written_at", models.DateTimeField(editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("is_by_accommodation", models.BooleanField(default=False, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("needs", agencies.reference.fields.CodesField(blank=True, default=list, list_name="need")),
                (
                    "danger",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("now", "Yes, now"),
                            ("if_returning", "Perhaps, if the person returns"),
                            ("no", "No"),
                            ("unknown", "Not known"),
                        ],
                        max_length=20,
                        verbose_name="danger",
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("woman", "woman"),
                            ("man", "man"),
                            ("other", "another sex"),
                            ("unknown", "not known"),
                        ],
                        max_length=20,
                        verbose_name="sex",
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("0_14", "0–14 years"),
                            ("15_17", "15–17 years"),
                            ("uncertain", "uncertain, perhaps under 18"),
                            ("18_24", "18–24 years"),
                            ("25_29", "25–29 years"),
                            ("30_39", "30–39 years"),
                            ("40_49", "40–49 years"),
                            ("50_plus", "50 years or more"),
                            ("adult", "adult, age not known"),
                        ],
                        max_length=20,
                        verbose_name="age",
                    ),
                ),
                ("languages", agencies.reference.fields.CodesField(blank=True, default=list, list_name="language")),
                (
                    "first_talk_place",
                    agencies.reference.fields.CodeField(
                        blank=True, list_name="talk_place", max_length=60, verbose_name="place of the first talk"
                    ),
                ),
                ("first_talk_words", cases.keys.fields.SealedField(verbose_name="when and how")),
                (
                    "consent",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Yes, and understood it in a language that the person speaks"),
                            ("without_name", "Yes, but only without a name"),
                            ("refused", "No"),
                            ("not_asked", "Not asked yet"),
                        ],
                        max_length=20,
                        verbose_name="consent",
                    ),
                ),
                (
                    "is_assessment_requested",
                    models.BooleanField(default=False, verbose_name="an assessment is requested"),
                ),
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
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalReferral",
            fields=[
                ("id", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                ("happened_at", models.DateTimeField(editable=False)),
                ("written_at", models.DateTimeField(editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("is_by_accommodation", models.BooleanField(default=False, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("met_at", models.DateTimeField(blank=True, null=True, verbose_name="met at")),
                ("met_place", cases.keys.fields.SealedField(verbose_name="place")),
                (
                    "situation",
                    agencies.reference.fields.CodeField(
                        blank=True, list_name="situation", max_length=60, verbose_name="situation"
                    ),
                ),
                ("journal_number", models.CharField(blank=True, max_length=40, verbose_name="journal number")),
                ("caller", cases.keys.fields.SealedField(verbose_name="who called")),
                ("seen", cases.keys.fields.SealedField(verbose_name="what was seen or heard")),
                ("indicators", agencies.reference.fields.CodesField(blank=True, default=list, list_name="labour")),
                ("danger_words", cases.keys.fields.SealedField(verbose_name="what the danger is")),
                (
                    "residence_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lawful", "Lawful stay"),
                            ("asylum_seeker", "Asylum seeker"),
                            ("unlawful", "No lawful stay"),
                            ("unknown", "Not known"),
                        ],
                        max_length=20,
                        verbose_name="residence",
                    ),
                ),
                ("name", cases.keys.fields.SealedField(verbose_name="name")),
                (
                    "nationality",
                    agencies.reference.fields.CodeField(
                        blank=True, list_name="country", max_length=60, verbose_name="nationality"
                    ),
                ),
                ("reachable", cases.keys.fields.SealedField(verbose_name="how the person can be reached")),
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
                (
                    "preview",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="referrals.preview",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical referral",
                "verbose_name_plural": "historical referrals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("happened_at", models.DateTimeField(editable=False)),
                ("written_at", models.DateTimeField(editable=False)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                ("is_by_accommodation", models.BooleanField(default=False, editable=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("met_at", models.DateTimeField(blank=True, null=True, verbose_name="met at")),
                ("met_place", cases.keys.fields.SealedField(verbose_name="place")),
                (
                    "situation",
                    agencies.reference.fields.CodeField(
                        blank=True, list_name="situation", max_length=60, verbose_name="situation"
                    ),
                ),
                ("journal_number", models.CharField(blank=True, max_length=40, verbose_name="journal number")),
                ("caller", cases.keys.fields.SealedField(verbose_name="who called")),
                ("seen", cases.keys.fields.SealedField(verbose_name="what was seen or heard")),
                ("indicators", agencies.reference.fields.CodesField(blank=True, default=list, list_name="labour")),
                ("danger_words", cases.keys.fields.SealedField(verbose_name="what the danger is")),
                (
                    "residence_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("lawful", "Lawful stay"),
                            ("asylum_seeker", "Asylum seeker"),
                            ("unlawful", "No lawful stay"),
                            ("unknown", "Not known"),
                        ],
                        max_length=20,
                        verbose_name="residence",
                    ),
                ),
                ("name", cases.keys.fields.SealedField(verbose_name="name")),
                (
                    "nationality",
                    agencies.reference.fields.CodeField(
                        blank=True, list_name="country", max_length=60, verbose_name="nationality"
                    ),
                ),
                ("reachable", cases.keys.fields.SealedField(verbose_name="how the person can be reached")),
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
                    "preview",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referral",
                        to="referrals.preview",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Feedback",
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
                            ("sent_again", "Sent again"),
                            ("question", "Question"),
                            ("reply", "Reply"),
                            ("passed_on", "Passed on"),
                            ("declined", "Declined"),
                            ("received", "Accepted"),
                            ("answer", "Answer"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("words", cases.keys.fields.SealedField(verbose_name="text")),
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
                    "receiver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                        verbose_name="passed on to",
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
            ],
            options={
                "indexes": [models.Index(fields=["to", "-happened_at"], name="said_to_agency")],
            },
        ),
    ]
