"""django-newsletter as the peer that sends a newsletter; run as a program in an environment of its own it sends one."""

import json
import subprocess
import sys
import time
from pathlib import Path

VERSION = "1.2.1"
HOME = Path(__file__).parent / ".peers" / "django-newsletter"  # its own environment: nothing of it enters ours


def install() -> None:
    """Make its environment, unless it is there."""
    python = HOME / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
        wanted = [f"django-newsletter=={VERSION}", "sorl-thumbnail"]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *wanted], check=True)


def send(port: int, mails: int, text: str, html: str) -> tuple[float, float]:
    """Let it send a newsletter to so many; give mails per second and µs of CPU a mail."""
    asked = json.dumps({"port": port, "mails": mails, "text": text, "html": html})
    command = [str(HOME / "bin" / "python"), __file__]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True)
    seconds, cpu = json.loads(done.stdout)
    return mails / seconds, cpu / mails * 1e6


def _main(asked: dict[str, object]) -> tuple[float, float]:
    """Send in this process, with Django around it and a database in memory."""
    import django  # here and below: these are only in the environment of the peer
    from django.conf import settings
    from django.core.management import call_command

    urls = type(sys)("urls")
    sys.modules["urls"] = urls
    settings.configure(
        SECRET_KEY="bench",  # noqa: S106 - of nothing
        ROOT_URLCONF="urls",
        SITE_ID=1,
        USE_TZ=True,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=asked["port"],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        INSTALLED_APPS=[f"django.contrib.{name}" for name in ("contenttypes", "auth", "sites")]
        + ["sorl.thumbnail", "newsletter"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        NEWSLETTER_THUMBNAIL="sorl-thumbnail",
        NEWSLETTER_USE_HTTPS=True,
    )
    django.setup()
    from django.urls import include, path

    urls.urlpatterns = [path("", include("newsletter.urls"))]
    call_command("migrate", verbosity=0)
    from django.contrib.sites.models import Site
    from django.utils.timezone import now
    from newsletter.models import Article, Message, Newsletter, Submission, Subscription

    news = Newsletter.objects.create(
        title="Nieuws", slug="nieuws", email="post@vereniging.example", sender="Vereniging"
    )
    news.site.set(Site.objects.all())
    Subscription.objects.bulk_create(
        Subscription(newsletter=news, name_field=f"Lid {number}", email_field=f"lid{number}@dorp.test", subscribed=True)
        for number in range(int(str(asked["mails"])))
    )
    message = Message.objects.create(newsletter=news, title="Nieuws", slug="nieuws")
    Article.objects.create(post=message, title="Nieuws", text=asked["html"], sortorder=10)
    submission = Submission.from_message(message)
    submission.publish_date, submission.prepared = now(), True
    submission.save()
    start, spent = time.monotonic(), time.process_time()
    submission.submit()
    return time.monotonic() - start, time.process_time() - spent


if __name__ == "__main__":
    print(json.dumps(_main(json.load(sys.stdin))))
