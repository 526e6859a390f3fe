"""The WSGI application; an incoming SIGHUP is not needed: a changed list of organisations is seen at the next request."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huisvrede.config.settings")
application = get_wsgi_application()
