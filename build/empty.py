"""The measure for sizes: the least a packaged PySide6 program is, an empty window."""

import sys

from PySide6.QtWidgets import QApplication, QWidget

application = QApplication(sys.argv)
window = QWidget()
window.resize(1280, 800)
window.show()
sys.exit(application.exec())
