"""No pages: the project is driven by scripts."""

urlpatterns = []
